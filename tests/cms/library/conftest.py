"""Files lie in a folder of the test."""

import pytest
from django.core.files.storage import storages

from cms.library.models import File


@pytest.fixture(autouse=True)
def _stored_aside(settings, tmp_path, monkeypatch):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    # The field has asked for its store when the program began.
    monkeypatch.setattr(File._meta.get_field("file"), "storage", storages["private"])
