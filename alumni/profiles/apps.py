from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "alumni.profiles"
    label = "profiles"
    verbose_name = "Profiles"

    def ready(self) -> None:
        # Receivers register themselves when they are imported.
        from . import receivers  # noqa: F401, PLC0415 - models must be ready first
