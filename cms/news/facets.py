"""By what news is narrowed beside its year."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.library.models import Topic
from cms.taxonomy.models import Programme

from .listing import Facet, Options


def _topics(seen: QuerySet[Any]) -> Options:
    found = Topic.objects.filter(news__in=seen.order_by().values("pk")).distinct()
    return [(topic.slug, topic.title) for topic in found]


def _programmes(seen: QuerySet[Any]) -> Options:
    found = Programme.objects.filter(news__in=seen.order_by().values("pk")).distinct()
    return [(programme.code, programme.name) for programme in found]


TOPIC = Facet("topic", _("Topic"), lambda value: Q(topics__slug=value), _topics)
PROGRAMME = Facet("programme", _("Programme"), lambda value: Q(programmes__code=value), _programmes)
