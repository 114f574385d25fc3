"""The pages that gather."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("me/", views.me, name="me"),
    path("office/", views.office, name="office"),
    path("office/completions/", views.completions, name="completions"),
    path("office/completions/<int:completion>/release/", views.release, name="completion-release"),
]
