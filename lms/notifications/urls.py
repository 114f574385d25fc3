"""The inbox and its preferences, and the office's view of the mail and of the background work."""

from django.urls import path

from .views import office

app_name = "notifications"

urlpatterns = [
    path("office/deliveries/", office.deliveries, name="delivery-list"),
    path("office/deliveries/release/", office.release, name="outbox-release"),
    path("office/deliveries/<uuid:public_id>/", office.delivery, name="delivery"),
    path("office/background/", office.background, name="background"),
]
