from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "alumni.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        # Receivers register themselves when they are imported.
        from . import receivers  # noqa: F401, PLC0415 - models must be ready first
