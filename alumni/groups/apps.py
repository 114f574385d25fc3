from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "alumni.groups"
    label = "groups"
    verbose_name = "Groups"
