"""Mails about tests."""

from typing import Any

from lms.notifications.kinds import Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from .checks import quiz_problems
from .models import Quiz


def draw_short(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """To staff: a test gave fewer questions than it should, because its bank has too few (Q16)."""
    quiz = Quiz.objects.get(pk=context["quiz"])
    return write("assessment/draw_short", {"quiz": quiz, "problems": quiz_problems(quiz)})


def no_longer_short(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """Somebody added questions before the mail left."""
    return None if quiz_problems(Quiz.objects.get(pk=context["quiz"])) else "put-right-meanwhile"
