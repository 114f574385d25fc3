"""Events for members, and the office's pages about them."""

from django.urls import path

from .views import changing, inviting, members, office

app_name = "events"

EVENT = "office/events/<uuid:public_id>/"
ROUND = f"{EVENT}lists/<int:number>/"

urlpatterns = [
    path("events/", members.events, name="events"),
    path("events/<uuid:public_id>/", members.event, name="event"),
    path("events/<uuid:public_id>/answer/", members.answer, name="answer"),
    path("events/<uuid:public_id>/calendar.ics", members.calendar, name="calendar"),
    path("office/events/", office.events, name="office-events"),
    path("office/events/new/", office.make, name="event-make"),
    path(EVENT, office.event, name="office-event"),
    path(f"{EVENT}text/", changing.describe, name="event-describe"),
    path(f"{EVENT}open/", changing.publish, name="event-publish"),
    path(f"{EVENT}move/", changing.move, name="event-move"),
    path(f"{EVENT}cancel/", changing.cancel, name="event-cancel"),
    path(f"{EVENT}reinstate/", changing.reinstate, name="event-reinstate"),
    path(f"{EVENT}people/", inviting.choose, name="people-choose"),
    path(f"{EVENT}preview/", inviting.preview, name="invitation-preview"),
    path(f"{EVENT}test/", inviting.test, name="invitation-test"),
    path(f"{EVENT}invitations/", office.invitations, name="invitations"),
    path(f"{EVENT}invitations/<uuid:invitation>/withdraw/", inviting.withdraw, name="invitation-withdraw"),
    path(ROUND, inviting.look_through, name="round"),
    path(f"{ROUND}<uuid:invitation>/remove/", inviting.remove, name="round-remove"),
    path(f"{ROUND}discard/", inviting.discard, name="round-discard"),
    path(f"{ROUND}approve/", inviting.approve, name="round-approve"),
    path(f"{ROUND}send/", inviting.send, name="round-send"),
]
