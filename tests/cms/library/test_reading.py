"""The words of uploaded PDF files: found in every script, and never at the price of the program. Ids: F-2, F-3, INV-15."""

import io
import tempfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader
from wagtail.search.backends import get_search_backend

from cms.library import actions, reading, reading_pdf, tasks
from cms.library.cleaning import clean, joined
from cms.library.models import File, Passage
from lms import faults
from lms.audit.models import Entry
from lms.invariants import evaluate, registered
from tests.factories import library as make

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=6)


class KilledError(BaseException):
    """What no handler of the program catches."""


def die():
    raise KilledError


def read(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return reading.read_pdf(file)


@pytest.mark.parametrize(
    ("language", "points"),
    [("en", ["Are you safe now?"]), ("th", make.THAI), ("km", make.KHMER), ("vi", ["Bạn có an toàn không?"])],
)
def test_words_are_read_as_they_were_written(language, points):
    found = read(make.pdf(language, *points))
    assert (found.pages, found.problem) == (1, "")
    text = joined(found.texts[0])
    assert all(joined(point) in text for point in points)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.7 and then nothing", "broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 200, "broken"),
        (b"", "broken"),
        (make.locked_pdf(), "locked"),
        (make.pictures_only(), "no_text"),
    ],
    ids=["cut off", "noise", "empty", "locked", "pictures"],
)
def test_what_cannot_be_read_says_why(content, problem):
    found = read(content)
    assert (found.problem, found.texts) == (problem, ())


def test_a_half_of_a_file_is_no_error_page():
    assert read(make.pdf()[: len(make.pdf()) // 2]).problem in {"broken", "no_text"}


def test_a_file_that_only_printing_is_locked_in_is_read():
    assert "safe" in read(make.unlocked_pdf()).texts[0]


def test_a_file_that_unfolds_without_end_is_given_up():
    assert read(make.unfolding()).problem in {"too_much", "broken", "no_text"}


def test_a_reader_that_hangs_is_ended(monkeypatch, tmp_path):
    program = tmp_path / "hangs.py"
    program.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading, "PROGRAM", program)
    monkeypatch.setattr(reading, "SECONDS", 0.5)
    assert read(b"%PDF-").problem == "too_much"


def test_only_the_first_pages_of_a_long_file_are_read(monkeypatch):
    monkeypatch.setattr(reading_pdf, "MOST_PAGES", 3)
    found = reading_pdf.words_of(make.many_pages(7))
    assert (found["pages"], len(found["texts"])) == (7, 3)


def test_only_so_many_letters_are_kept(monkeypatch):
    monkeypatch.setattr(reading_pdf, "MOST_LETTERS", 50)
    assert sum(len(text) for text in reading_pdf.words_of(make.many_pages(7))["texts"]) == 50


def test_a_combination_of_letters_is_read_once():
    """The control: without it, the reader gives a Khmer word twice."""
    plain = PdfReader(io.BytesIO(make.pdf("km", *make.KHMER))).pages[0].extract_text()
    assert joined(make.KHMER[0]) not in joined(clean(plain))
    assert joined(make.KHMER[0]) in joined(read(make.pdf("km", *make.KHMER)).texts[0])


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("traffick-\ning of\npersons", "trafficking of persons"),
        ("ผู้เสีย\nหาย", "ผู้เสียหาย"),
        ("a\x00b\ud800c", "a b\ufffdc"),
        ("two  spaces\tand\r\nlines", "two spaces and lines"),
    ],
    ids=["hyphen", "Thai", "half signs", "space"],
)
def test_a_page_is_told_as_one_would_type_it(page, text):
    assert clean(page) == text


def test_a_file_is_read_after_it_was_stored_and_editors_see_how_it_stands():
    resource = make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False)
    file = make.file_of(resource)
    assert file.get_reading_display() == "Being read"
    assert actions.read(file)
    file.refresh_from_db()
    assert (file.reading, file.pages, file.pages_read, file.problem) == ("read", 1, 1, "")
    assert Entry.objects.about(file).get().act == "library.read"


def test_reading_twice_changes_nothing():
    resource = make.make_resource(versions=[{"files": [("en", make.pdf())]}])
    before = list(Passage.objects.values_list("pk", "text"))
    assert not actions.read(make.file_of(resource))
    assert list(Passage.objects.values_list("pk", "text")) == before


def test_what_is_no_pdf_is_not_waited_for():
    resource = make.make_resource(versions=[{"files": [("en", b"PK\x03\x04", "slides.pptx")]}])
    assert make.file_of(resource).reading == "not_read"


@pytest.mark.parametrize("point", ["library.before_read", "library.after_read"])
def test_a_reader_that_was_killed_is_followed_by_the_sweep(point):
    """F-3: the row says what is left to do, whoever died over it."""
    file = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False))
    with faults.install(point, die), pytest.raises(KilledError):
        actions.read(file)
    now = timezone.now()
    assert actions.read_missed(now) == 0, "it may still be at work"
    assert actions.read_missed(now + LATER) == 1
    assert Passage.objects.filter(file=file).count() == 1
    assert actions.read_missed(now + 2 * LATER) == 0


def test_a_file_that_kills_its_readers_is_given_up():
    file = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False))
    now = timezone.now()
    for _try in range(3):
        File.objects.filter(pk=file.pk).update(tried_at=now - LATER)
        with faults.install("library.before_read", die), pytest.raises(KilledError):
            actions.read(file)
    File.objects.filter(pk=file.pk).update(tried_at=now - LATER)
    assert actions.read_missed(now) == 0
    file.refresh_from_db()
    assert (file.reading, file.problem) == ("failed", "too_much")


def test_words_of_replaced_bytes_are_thrown_away():
    file = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False))
    other = {"sha256": "another", "tried_at": None, "tries": 0}
    with faults.install("library.after_read", lambda: File.objects.filter(pk=file.pk).update(**other)):
        assert not actions.read(file)
    file.refresh_from_db()
    assert (file.reading, Passage.objects.count()) == ("waiting", 0)


def test_bytes_that_are_gone_are_told_and_the_others_read():
    lost = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False))
    lost.file.storage.delete(lost.file.name)
    kept = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False))
    actions.read_missed(timezone.now())
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.reading, kept.reading) == ("failed", "read")


def test_a_broker_that_is_away_undoes_nothing(monkeypatch, django_capture_on_commit_callbacks):
    """F-2: the sweep finds what nobody was told of."""
    resource = make.make_resource(versions=[{"files": [("en", make.pdf())]}], read=False)

    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(tasks.read, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.read_soon(resource)
    tasks.read_missed()
    assert make.file_of(resource).reading == "read"


def test_files_no_row_names_are_cleared_and_others_stay():
    resource = make.make_resource(versions=[{"files": [("en", make.pdf())]}])
    storage, name = make.file_of(resource).file.storage, make.file_of(resource).file.name
    orphan = storage.save("library/zz/left.pdf", ContentFile(b"%PDF-"))
    assert actions.clear_orphans(timezone.now()) == 0, "it may belong to an upload that is under way"
    assert actions.clear_orphans(timezone.now() + timedelta(hours=13)) == 1
    assert (storage.exists(orphan), storage.exists(name)) == (False, True)


def test_everything_read_is_in_the_index():
    make.make_resource(versions=[{"files": [("en", make.pdf()), ("th", make.pdf("th", *make.THAI))]}])
    told = [example for one in registered() if one.id == "INV-15" for example in evaluate(one).examples]
    assert [example for example in told if example.startswith("library.")] == []
    get_search_backend().delete(Passage.objects.first())
    told = [example for one in registered() if one.id == "INV-15" for example in evaluate(one).examples]
    assert [example for example in told if example.startswith("library.")]
