"""The calendar: open to everybody, as far as each activity is."""

from django.urls import path

from .views import files, pages

app_name = "activities"

urlpatterns = [
    path("calendar/", pages.by_quarter, name="by-quarter"),
    path("calendar/list/", pages.as_list, name="list"),
    path("calendar/chart/", pages.chart, name="chart"),
    path("calendar/activities.csv", files.as_csv, name="csv"),
    path("calendar/activities.json", files.as_json, name="json"),
    path("calendar/activities.ics", files.as_feed, name="feed"),
    path("calendar/<slug:ref>/", pages.activity, name="activity"),
]
