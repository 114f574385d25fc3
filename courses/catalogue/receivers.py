"""Wagtail's news about pages: each calls one action."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from . import actions
from .models import CoursePage, LessonPage, ModulePage

OURS = (CoursePage, ModulePage, LessonPage)


@receiver(page_published, sender=LessonPage)
def weigh_lesson(instance: LessonPage, **kwargs: Any) -> None:
    actions.weigh(instance)


@receiver([page_published, page_unpublished])
def note_publication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if sender in OURS:
        actions.note_change([instance])


@receiver(post_page_move)
def note_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if isinstance(instance.specific, OURS):
        actions.note_change([parent_page_before, parent_page_after])


# Of the page as such: its course, module or lesson row goes first, and then it is neither there nor gone.
@receiver(post_delete, sender=Page)
def note_deletion(instance: Page, **kwargs: Any) -> None:
    actions.note_change([instance])
