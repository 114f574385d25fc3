from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "alumni.profiles"
    label = "profiles"
    verbose_name = "Profiles"
