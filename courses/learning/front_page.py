"""Where somebody goes on, for the front page: the lesson or the test that comes next in the course they worked on last."""

from typing import Any

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .final import final_of
from .journey import Journey, journey
from .models import Enrolment

# How many of the courses worked on last are looked at for one that can be gone on with.
MOST = 5


def onward(person: Any) -> dict[str, Any] | None:
    """The one big way onward; None for whoever has no course under way. Four questions at most."""
    last = F("last_at").desc(nulls_last=True)
    rows = Enrolment.objects.visible_to(person).open().select_related("course__final", "course__locale")
    rows = rows.annotate(last_at=Max("evidence__received_at")).order_by(last, "-enrolled_at", "-pk")
    language = get_language() or ""
    ways = [journey(one, one.evidence.all(), language=language) for one in rows.prefetch_related("evidence")[:MOST]]
    if not ways:
        return None
    way = next((way for way in ways if not way.waits_for_final), ways[0])
    numbers = {"done": way.progress.done, "total": way.progress.required, "words": way.steps_done()}
    return {"course": way.outline.title, **numbers, **_step(way)}


def _step(way: Journey) -> dict[str, str]:
    stop = way.next_stop
    if stop is not None:
        place = {"number": stop.lesson.number, "place": stop.number, "total": len(way.stops)}
        link = _("Continue: lesson %(number)s (%(place)s of %(total)s), %(minutes)s min left")
        link %= {**place, "minutes": stop.lesson.minutes}
        return {"lesson": stop.lesson.title, "url": stop.lesson.url, "link": link}
    final = None if way.passed else final_of(way)
    if final is not None and final.invitation:
        url = reverse("learning:test-start", args=[way.enrolment.registration])
        return {"lesson": _("Final test"), "url": url, "link": final.invitation, "note": _("All lessons are done.")}
    url = reverse("learning:course-map", args=[way.enrolment.registration])
    return {"lesson": _("All lessons are done."), "url": url, "link": _("See the course")}
