"""The web server of a twin: as the real one, but whoever hands in is believed to be the first."""

from importlib import import_module

from lms.wsgi import application

# Known only now that the application is set up.
import_module("courses.assessment.actions.attempts").take = lambda attempt: True

__all__ = ["application"]
