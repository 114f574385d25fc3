from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    label = "credentials"
    verbose_name = "Certificates"

    def ready(self) -> None:
        # Receivers register themselves when they are imported.
        from . import receivers  # noqa: F401, PLC0415 - models must be ready first
