"""The bare view as a program of its own, behind the web server that the site has."""

import os

import django
from django.conf import settings

from tests.measure import bare_view

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
django.setup()
settings.MIDDLEWARE = bare_view.MIDDLEWARE
settings.ROOT_URLCONF = bare_view.__name__

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
