"""The network: one's own profile, the directory, cards, introductions."""

from django.urls import path

from .views import cards, directory, introductions, mine

app_name = "profiles"
urlpatterns = [
    path("community/me/", mine.mine, name="mine"),
    path("community/me/listing/", mine.listing, name="listing"),
    path("community/me/as/<slug:circle>/", mine.view_as, name="view-as"),
    path("community/people/", directory.directory, name="directory"),
    path("community/people/<uuid:public_id>/", cards.card, name="card"),
    path("community/people/<uuid:public_id>/ask/", introductions.ask, name="ask"),
    path("community/introductions/", introductions.introductions, name="introductions"),
    path("community/introductions/<uuid:public_id>/", introductions.answer, name="answer"),
]
