"""What floors above offer on a course page: to enrol, to go on, to take the test."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks


def course_actions(course: Any, request: HttpRequest) -> list[dict[str, str]]:
    """Buttons as dicts of label, url, method ("get" or "post") and variant, perhaps a note, from the hook `register_page_actions`.

    Each hooked function takes the source course and the request and gives a list of such dicts.
    """
    return [action for hook in hooks.get_hooks("register_page_actions") for action in hook(course, request)]
