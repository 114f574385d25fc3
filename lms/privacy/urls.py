"""The privacy centre."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.policy, name="policy"),
    path("me/privacy/", views.mine, name="mine"),
    path("me/privacy/research/", views.research, name="research"),
    path("me/privacy/download/", views.download, name="download"),
    path("me/privacy/erasure/", views.erasure, name="erasure"),
    path("office/people/<uuid:public_id>/erase/", views.erase, name="erase"),
]
