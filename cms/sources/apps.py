from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "cms.sources"
    label = "sources"
    verbose_name = "Sources"
