from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "lms.setup"
    label = "setup"
    verbose_name = "Set-up"
