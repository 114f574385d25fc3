"""Fill an empty site with the demo: the courses, one account per role, about forty officers."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.setup.courses import load_courses
from lms.setup.demo.accounts import make_accounts
from lms.setup.demo.community import make_community
from lms.setup.demo.events import make_events
from lms.setup.demo.figures import make_figures
from lms.setup.demo.library import make_library
from lms.setup.demo.messages import make_messages
from lms.setup.demo.news import make_news
from lms.setup.demo.people import make_people
from lms.setup.demo.profiles import make_profiles
from lms.setup.demo.workshops import make_workshops


class Command(BaseCommand):
    """Safe twice: what is there is left as it is."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's accounts have a public password: they are made only where the demo runs.")
        began = monotonic()
        accounts = make_accounts()
        course = load_courses(by=accounts["editor"], tell=self.stdout.write)
        made = make_people(course, staff=accounts["staff"], officer=accounts["officer"])
        self.stdout.write(f"People: {made} made ({monotonic() - began:.0f} s)")
        held = make_workshops(course, staff=accounts["staff"], trainer=accounts["trainer"])
        self.stdout.write(f"Workshops: {held} made ({monotonic() - began:.0f} s)")
        made = make_events(staff=accounts["staff"], approver=accounts["admin"])
        self.stdout.write(f"Events: {made} made")
        found = make_profiles(course, staff=accounts["staff"])
        self.stdout.write(f"Profiles: {found} listed ({monotonic() - began:.0f} s)")
        topics = make_community()
        self.stdout.write(f"Community: {topics} topics made ({monotonic() - began:.0f} s)")
        searched = make_library(staff=accounts["staff"])
        self.stdout.write(f"Library: {searched} files can be searched")
        made = make_messages(officer=accounts["officer"], staff=accounts["staff"])
        self.stdout.write(f"Messages to us: {made} made")
        made = make_news(editor=accounts["editor"])
        self.stdout.write(f"News: {made} articles and issues")
        made = make_figures(course, staff=accounts["staff"])
        self.stdout.write(f"Figures: {made} officers made ({monotonic() - began:.0f} s)")
