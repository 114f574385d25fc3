"""Every address there is, with those of the demo."""

from django.urls import include, path

from lms.urls import handler400, handler403, handler404, handler500
from lms.urls import urlpatterns as own

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("-/mail/", include("lms.setup.mailbox_urls")), *own]
