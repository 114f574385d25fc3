"""The link of the mail that asks whether an address is yours."""

from django.urls import re_path

from .views.confirming import ConfirmAddressView

urlpatterns = [
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", ConfirmAddressView.as_view(), name="account_confirm_email"),
]
