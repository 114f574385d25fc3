"""Cohorts for those who teach, and the place of a participant."""

from django.urls import include, path

from . import import_urls
from .views import (
    attendance,
    calling_off,
    closing,
    cohorts,
    mine,
    places,
    reminding,
    roster,
    roster_out,
    sessions,
    waiting,
)

app_name = "workshops"
COHORT = "teach/<uuid:workshop>/"
PLACE = f"{COHORT}places/<uuid:place>/"
SESSION = f"{COHORT}sessions/<uuid:session>/"

urlpatterns = [
    path("teach/", cohorts.teach, name="teach"),
    path("teach/new/", cohorts.open_one, name="open"),
    path(COHORT, roster.roster, name="roster"),
    path(f"{COHORT}remove/", cohorts.remove, name="remove"),
    path(f"{COHORT}print/", roster_out.printed, name="roster-print"),
    path(f"{COHORT}roster.<file_kind:kind>", roster_out.as_file, name="roster-file"),
    path(f"{COHORT}add/", roster.add, name="add"),
    path(f"{COHORT}set-up/", cohorts.set_up, name="set-up"),
    path(f"{COHORT}trainers/", cohorts.appoint, name="trainer-appoint"),
    path(f"{COHORT}trainers/<uuid:person>/dismiss/", cohorts.dismiss, name="trainer-dismiss"),
    path(f"{COHORT}call-off/", calling_off.call_off, name="call-off"),
    path(f"{COHORT}put-back/", calling_off.put_back, name="put-back"),
    path(f"{COHORT}remind/", reminding.remind_all, name="remind-all"),
    path(f"{COHORT}waiting/", waiting.waiting, name="waiting"),
    path(PLACE, places.place, name="place"),
    path(f"{PLACE}move/", places.move, name="place-move"),
    path(f"{PLACE}undo/", places.undo, name="place-undo"),
    path(f"{PLACE}seat/", places.seat_over, name="place-seat"),
    path(f"{PLACE}remind/", reminding.remind, name="place-remind"),
    path(f"{PLACE}up/", waiting.move_up, name="place-up"),
    path(f"{PLACE}give/", waiting.give_seat, name="place-give"),
    path(f"{COHORT}sessions/", sessions.sessions, name="sessions"),
    path(f"{COHORT}sessions/add/", sessions.add, name="session-add"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}cancel/", sessions.cancel, name="session-cancel"),
    path(f"{SESSION}reinstate/", sessions.reinstate, name="session-reinstate"),
    path(f"{SESSION}attendance/", attendance.attendance, name="attendance"),
    path(f"{COHORT}close/", closing.close, name="close"),
    path(f"{COHORT}import/", include(import_urls)),
    path("learn/workshops/<uuid:workshop>/", mine.mine, name="mine"),
    path("learn/workshops/<uuid:workshop>/answer/", mine.answer, name="answer"),
    path("learn/workshops/<uuid:workshop>/here/<uuid:session>/", mine.here, name="here"),
]
