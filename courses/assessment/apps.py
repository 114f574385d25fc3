from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "assessment"
    verbose_name = "Questions and attempts"
