"""The inbox and its preferences, and the office's view of the mail and of the background work."""

from django.urls import path

from .views import inbox, office, preferences

app_name = "notifications"

urlpatterns = [
    path("me/notifications/", inbox.notifications, name="inbox"),
    path("me/notifications/read/", inbox.read_everything, name="inbox-read"),
    path("me/notifications/<uuid:public_id>/open/", inbox.open_one, name="inbox-open"),
    path("me/preferences/", preferences.preferences, name="preferences"),
    path("office/deliveries/", office.deliveries, name="delivery-list"),
    path("office/deliveries/release/", office.release, name="outbox-release"),
    path("office/deliveries/<uuid:public_id>/", office.delivery, name="delivery"),
    path("office/background/", office.background, name="background"),
]
