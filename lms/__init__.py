"""Two storeys: the ground everything stands on (audit, messages, search, people, privacy), and the roof that joins it (desk, setup, urls)."""

from lms.celery import app as celery_app
from lms.garbage_collection import begin

__all__ = ["celery_app"]

# Whatever is started imports this first.
begin()
