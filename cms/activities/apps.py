from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "cms.activities"
    label = "activities"
    verbose_name = "Activities"
