"""The catalogues of the interface: compiled as written, with every placeholder and tag in its place."""

import re

import polib
import pytest
from django.utils.translation import gettext, override

from lms.setup.messages import LANGUAGES, catalogue

_MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def _faults(entries: list[polib.POEntry]) -> list[str]:
    return [fault for entry in entries for fault in _faults_of(entry)]


def _faults_of(entry: polib.POEntry) -> list[str]:
    if entry.fuzzy:
        return [f"fuzzy: {entry.msgid}"]
    source = entry.msgid_plural or entry.msgid
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and any(texts) and not all(texts):
        return [f"plural form missing: {entry.msgid}"]
    wanted = sorted(_MARKS.findall(source))
    return [f"placeholders differ: {entry.msgid}" for text in texts if text and sorted(_MARKS.findall(text)) != wanted]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_keeps_every_placeholder_and_has_nothing_fuzzy(language: str) -> None:
    assert _faults(list(polib.pofile(str(catalogue(language))))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    written = polib.pofile(str(catalogue(language)))
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))
    said = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in written.translated_entries()}
    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == said


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Hello %(name)s", msgstr="Halo %(nama)s"),
        polib.POEntry(msgid="See <b>it</b>", msgstr="Lihat itu"),
        polib.POEntry(msgid="{count} left", msgstr="Sisa"),
        polib.POEntry(msgid="Name", msgstr="Nama", flags=["fuzzy"]),
        polib.POEntry(msgid="one", msgid_plural="two", msgstr_plural={0: "satu", 1: ""}),
    ],
)
def test_a_planted_fault_is_found(entry: polib.POEntry) -> None:
    assert len(_faults([entry])) == 1


def test_the_interface_speaks_indonesian() -> None:
    with override("id"):
        assert gettext("My learning") == "Pembelajaran saya"
