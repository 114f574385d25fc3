import pytest


@pytest.fixture(autouse=True)
def _own_keys_and_files(settings, tmp_path):
    """Every test has a signing key and a private store of its own."""
    settings.SIGNING_DIR = tmp_path / "keys"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
