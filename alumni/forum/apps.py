from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "alumni.forum"
    label = "forum"
    verbose_name = "Community"
