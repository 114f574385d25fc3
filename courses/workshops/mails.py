"""The mails of workshops: a seat is offered."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from lms.notifications.kinds import Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from .models import Place


def offer(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """A seat came free: until when it is kept, and where to answer."""
    place = Place.objects.select_related("workshop__activity").get(pk=context["place"])
    url = settings.PUBLIC_URL + reverse("workshops:mine", args=[place.workshop.public_id])
    return write("workshops/offer", {"place": place, "activity": place.workshop.activity, "person": person, "url": url})


def no_longer_offered(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """An offer answered or passed on before its mail left is not sent any more."""
    standing = Place.objects.filter(pk=context["place"], state=Place.State.OFFERED)
    return None if standing.exists() else "not-offered-any-more"
