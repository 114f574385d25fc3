"""Sets the scene of the second journey inside the running site: a workshop held last week, with a trainer and no roster yet.

Run in the site's own shell: `manage.py shell -c "from tests.journeys.a_cohort import make; make('…')"`. Prints its public id.
"""

from datetime import timedelta

from django.utils import timezone

from cms.activities import actions as activities
from courses.workshops import actions as workshops
from lms.accounts.models import User
from lms.setup.demo.accounts import DOMAIN


def make(title: str) -> None:
    staff, trainer = (User.objects.get(email=f"{name}@{DOMAIN}") for name in ("staff", "trainer"))
    starts = (timezone.now() - timedelta(days=8)).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
    activity = activities.plan(
        title=title,
        summary="Recognising and referring people who may be victims.",
        kind="workshop",
        mode="in_person",
        place="Suva",
        zone="Pacific/Fiji",
        starts_local=starts,
        ends_local=starts + timedelta(hours=7),
        year=starts.year,
        quarter=(starts.month + 2) // 3,
        audience="invited",
        by=staff,
    )
    workshop = workshops.open_workshop(activities.confirm(activity, by=staff), seats=30, by=staff)
    workshops.appoint(workshop, trainer, by=staff)
    print(workshop.public_id)  # noqa: T201 - read by the test
