from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("library/", views.resources, name="resources"),
    path("library/<slug:slug>/", views.resource, name="resource"),
    path("library/<slug:slug>/<str:number>/", views.version, name="version"),
    path("library/<slug:slug>/<str:number>/<uuid:public_id>/", views.file, name="file"),
]
