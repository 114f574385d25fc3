from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"
    verbose_name = "Course catalogue"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - receivers connect when the app is ready
