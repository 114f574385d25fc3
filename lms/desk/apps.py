from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lms.desk"
    label = "desk"
    verbose_name = "Desk"
