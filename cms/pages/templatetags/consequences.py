"""What follows from withdrawing or deleting a page, in Wagtail's questions whether to do it."""

from typing import Any

from django import template
from wagtail.models import Page

from ..leaving import consequences as consequences_of

register = template.Library()


@register.inclusion_tag("cms/pages/consequences.html")
def consequences(page: Page, act: str) -> dict[str, Any]:
    return {"sentences": consequences_of(page, act)}
