"""The holder's page and the office's register."""

from django.urls import path

from .views import holder, office

app_name = "credentials"
urlpatterns = [
    path("me/certificates/<uuid:public_id>/", holder.certificate, name="certificate"),
    path("me/certificates/<uuid:public_id>/file/", holder.file, name="certificate-file"),
    path("me/certificates/<uuid:public_id>/display/", holder.display, name="certificate-display"),
    path("me/certificates/<uuid:public_id>/correction/", holder.correction, name="certificate-correction"),
    path("office/certificates/", office.register, name="register"),
    path("office/certificates/<uuid:public_id>/", office.certificate, name="register-certificate"),
    path("office/certificates/<uuid:public_id>/file/", office.file, name="register-file"),
    path("office/certificates/<uuid:public_id>/withdraw/", office.withdraw, name="register-withdraw"),
    path("office/certificates/<uuid:public_id>/reissue/", office.reissue, name="register-reissue"),
    path("office/certificates/<uuid:public_id>/refuse/", office.refuse, name="register-refuse"),
    path("office/certificates/<uuid:public_id>/retry/", office.retry, name="register-retry"),
]
