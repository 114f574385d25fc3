"""Never prefixed by a language: this address is printed on paper."""

from django.urls import path

from .views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.form, name="form"),
    path("file/", verify.file, name="file"),
    path("keys/", verify.keys, name="keys"),
    path("keys.pem", verify.keys_pem, name="keys-pem"),
    path("<str:typed>/", verify.certificate, name="certificate"),
]
