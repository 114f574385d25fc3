from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401, PLC0415 - they register themselves once the models are there
