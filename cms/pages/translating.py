"""Bringing the words of a page in another language in from a file, through the translators' own tool.

They arrive there as a machine's: whoever works on them in Wagtail makes them a person's, and no file overwrites that again.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from lms.search.gathering import indexed_once

from .publishing import LOADED

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
# The path of a text in a page, and the text itself: a translation fits only as long as both are as they were.
Words = Mapping[tuple[str, str], str]


class Unlike(ValueError):  # noqa: N818 - says what it is
    """A translation is not built like its original."""


def words_between(original: Page, said: Page) -> dict[tuple[str, str], str]:
    """Each text of a page beside the same in another language; two pages built alike, neither of them stored."""
    ours, theirs = list(_texts(original)), list(_texts(said))
    for (path, text), (place, _other) in zip(ours, theirs, strict=False):
        if path != place:
            raise Unlike(f"{path}: “{text[:60]}” has no counterpart.")
    if len(ours) != len(theirs):
        raise Unlike(f"{len(ours)} texts, but {len(theirs)} in the translation.")
    pairs = zip(ours, theirs, strict=True)
    return {(path, text): other for (path, text), (_path, other) in pairs if text and other and text != other}


def _texts(page: Page) -> Iterator[tuple[str, str]]:
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            yield segment.path, segment.string.data


@indexed_once()
def translate(
    page: Page, words: Words, *, language: str, instead: Mapping[str, Any] | None = None, by: Any = None
) -> bool:
    """Publish a page in another language; whether anything was done.

    `instead` names by their path what stands in place of things that are no text, such as the id of another drawing.
    """
    locale = Locale.objects.get(language_code=language)
    before = _said(TranslationSource.objects.get_for_instance_or_none(page))
    source, _ = TranslationSource.update_or_create_from_instance(page.specific)
    moved_on = _said(source) != before
    job, begun = Translation.objects.get_or_create(source=source, target_locale=locale)
    changed = [_say(segment, words, locale) for segment in source.stringsegment_set.select_related("string", "context")]
    changed += [_replace(segment, instead or {}, locale) for segment in source.overridablesegment_set.all()]
    said = page.get_translation_or_none(locale)
    if not (begun or moved_on or any(changed) or said is None or not said.live):
        return False
    job.save_target(user=by, publish=False)
    said = job.get_target_instance()
    said.latest_revision.publish(user=by, log_action=LOADED, skip_permission_checks=True)
    return True


def _said(source: TranslationSource | None) -> set[tuple[str, str]]:
    return set(source.stringsegment_set.values_list("context__path", "string__data")) if source else set()


def _say(segment: StringSegment, words: Words, locale: Locale) -> bool:
    text = words.get((segment.context.path, segment.string.data))
    if text is None:
        return False
    said, new = StringTranslation.objects.get_or_create(
        translation_of=segment.string,
        locale=locale,
        context=segment.context,
        defaults={"data": text, "translation_type": MACHINE},
    )
    if new or said.data == text or said.translation_type != MACHINE:
        return new
    said.data = text
    said.save()
    return True


def _replace(segment: Any, instead: Mapping[str, Any], locale: Locale) -> bool:
    if segment.context.path not in instead:
        return False
    wanted = json.dumps(instead[segment.context.path])
    kept, new = SegmentOverride.objects.get_or_create(
        locale=locale, context=segment.context, defaults={"data_json": wanted}
    )
    return new or (kept.last_translated_by_id is None and _reset(kept, wanted))


def _reset(kept: SegmentOverride, wanted: str) -> bool:
    if kept.data_json == wanted:
        return False
    kept.data_json = wanted
    kept.save(update_fields=["data_json"])
    return True


def awaits_review(page: Page) -> bool:
    """Whether a translation still has words that no person has looked at."""
    return StringSegment.objects.filter(
        source__object=page.translation_key,
        string__translations__locale=page.locale_id,
        string__translations__context=F("context"),
        string__translations__translation_type=MACHINE,
    ).exists()
