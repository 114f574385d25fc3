from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "alumni.events"
    label = "events"
    verbose_name = "Events"
