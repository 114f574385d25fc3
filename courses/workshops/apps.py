from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "courses.workshops"
    label = "workshops"
    verbose_name = "Workshops"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - receivers connect once the apps are ready
