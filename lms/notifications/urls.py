"""The office's view of the mail and of the background work."""

from django.urls import path

from . import views

app_name = "notifications"

urlpatterns = [
    path("office/deliveries/", views.deliveries, name="delivery-list"),
    path("office/deliveries/release/", views.release, name="outbox-release"),
    path("office/deliveries/<uuid:public_id>/", views.delivery, name="delivery"),
    path("office/background/", views.background, name="background"),
]
