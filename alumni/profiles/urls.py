"""The network: one's own profile, the directory, cards, introductions."""

from django.urls import path

from .views import cards

app_name = "profiles"
urlpatterns = [
    path("community/people/<uuid:public_id>/", cards.card, name="card"),
]
