"""The one address of the page frame: how pages look."""

from django.urls import path

from lms.page_frame import appearance

app_name = "page_frame"
urlpatterns = [path("appearance", appearance, name="appearance")]
