"""The office's view of the whole system."""

from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [path("office/system/", views.system, name="system")]
