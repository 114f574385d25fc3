#!/usr/bin/env python
"""Run a management command. Production settings are the default; the Makefile loosens them."""

import os
import sys

from django.core.management import execute_from_command_line

from lms.call_stack import with_room

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
    with_room(execute_from_command_line, sys.argv)
