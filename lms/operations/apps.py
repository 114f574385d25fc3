from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "lms.operations"
    label = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        # Registers what `check` asks.
        from . import checks  # noqa: F401, PLC0415 - only once the apps are loaded
