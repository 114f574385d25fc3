"""Events for members, and the office's pages about them."""

from django.urls import path

from .views import changing, inviting, members, office, participants, rounds

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
    path(f"{EVENT}participants/", participants.printed, name="participants"),
    path(f"{EVENT}participants.<slug:kind>", participants.as_file, name="participants-file"),
    path(f"{EVENT}invitations/<uuid:invitation>/answer/", participants.enter_answer, name="answer-enter"),
    path(f"{EVENT}invitations/<uuid:invitation>/withdraw/", inviting.withdraw, name="invitation-withdraw"),
    path(ROUND, rounds.look_through, name="round"),
    path(f"{ROUND}<uuid:invitation>/remove/", rounds.remove, name="round-remove"),
    path(f"{ROUND}left-out/<uuid:person>/back/", rounds.put_back, name="round-put-back"),
    path(f"{ROUND}discard/", rounds.discard, name="round-discard"),
    path(f"{ROUND}approve/", rounds.approve, name="round-approve"),
    path(f"{ROUND}unapprove/", rounds.unapprove, name="round-unapprove"),
    path(f"{ROUND}send/", rounds.send, name="round-send"),
]
