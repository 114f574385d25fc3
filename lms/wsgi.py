"""The door for the web server."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from lms.call_stack import with_room
from lms.garbage_collection import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
_django = with_room(get_wsgi_application)
keep_what_is_loaded()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """One request, from the web server to Django."""
    return with_room(_django, environ, start_response)
