from django.urls import path

from . import views

app_name = "news"
urlpatterns = [path("news/feed.atom", views.feed, name="feed")]
