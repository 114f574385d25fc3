"""The page of a resource that is still being edited."""

from typing import Any

from django import template

from ..citing import citations_of
from ..presenting import detail

register = template.Library()


@register.inclusion_tag("cms/library/resource_body.html", takes_context=True)
def resource_preview(context: Any, resource: Any) -> dict[str, Any]:
    viewer = context["request"].user
    return {**detail(resource, viewer), "citations": citations_of(resource, viewer)}
