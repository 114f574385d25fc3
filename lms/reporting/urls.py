"""Figures of the office, and the reports frozen from them."""

from django.urls import path

from . import views

app_name = "reporting"
urlpatterns = [
    path("office/figures/", views.figures, name="figures"),
    path("office/figures/as/<str:kind>/", views.file, name="file"),
    path("office/figures/freeze/", views.freeze, name="freeze"),
    path("office/figures/frozen/", views.frozen, name="frozen"),
    path("office/figures/frozen/<uuid:public_id>/", views.snapshot, name="snapshot"),
    path("office/figures/frozen/<uuid:public_id>/<str:kind>/", views.snapshot_file, name="snapshot-file"),
]
