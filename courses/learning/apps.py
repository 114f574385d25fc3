from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"
    verbose_name = "Learning"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - receivers connect when the app is ready
