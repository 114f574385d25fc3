"""Two storeys: the ground everything stands on (audit, messages, search, people, privacy), and the roof that joins it (desk, setup, urls)."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
