import pytest


@pytest.fixture
def site(tmp_path, settings):
    """A site whose files lie in a folder of this test, with a place for backups outside it."""
    data = tmp_path / "data"
    settings.DATA_DIR, settings.SIGNING_DIR = data, data / "keys"
    public = {**settings.STORAGES["default"], "OPTIONS": {"location": str(data / "public")}}
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(data / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": public, "private": private}
    settings.CELERY_BROKER_URL = f"sqlite:///{data}/broker.sqlite3"
    settings.BACKUP_DIR, settings.BACKUP_KEY = str(tmp_path / "backups"), "a passphrase that nobody guesses"
    for folder in ("public", "private", "keys"):
        (data / folder).mkdir(parents=True)
    return data
