"""Addresses of the public site that are no pages of Wagtail. They carry no language."""

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("-/banner", views.close_banner, name="banner-close"),
]
