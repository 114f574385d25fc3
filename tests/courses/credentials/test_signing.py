"""C14, F-29: a signed certificate verifies for ever, and with one byte changed it does not."""

import random
import re
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest

from courses.credentials import pades, pdf, signing
from courses.credentials.keys import KeyRing
from courses.credentials.signing import Outcome
from tests.factories.credentials import a_sheet

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
needs_pdfsig = pytest.mark.skipif(not shutil.which("pdfsig"), reason="C14 needs pdfsig (poppler-utils)")


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "keys"
    return signing.key_ring()


@pytest.fixture(scope="module")
def unsigned():
    return pdf.render(a_sheet())


@pytest.fixture
def signed(unsigned, keys):
    return signing.sign(unsigned, at=AT)


def pdfsig(content, tmp_path):
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=False).stdout.decode()


def test_a_signed_file_is_genuine(signed, keys):
    assert signing.verify(signed) == signing.Verdict(Outcome.GENUINE, keys.current()[0])


def test_an_unsigned_file_is_not(unsigned):
    assert signing.verify(unsigned).outcome == Outcome.UNSIGNED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a file at all", b"\x00" * 1000])
def test_what_is_no_pdf_is_not_genuine(content):
    assert not signing.verify(content).is_genuine


def test_one_changed_byte_anywhere_is_noticed(signed):
    """Anywhere in what is signed, which is all but the signature itself: in its wrapping a few bytes mean nothing."""
    start, end = signature_bytes(signed)
    draw = random.Random(7)
    covered = [*range(start), *range(end, len(signed))]
    for place in [0, 100, start - 1, end, len(signed) - 2, *draw.sample(covered, 60)]:
        changed = bytearray(signed)
        changed[place] ^= 0x01
        assert not signing.verify(bytes(changed)).is_genuine, place


def signature_bytes(signed):
    """The gap in what the signature covers: the signature itself, in hexadecimal."""
    _, gap, after, _ = map(int, re.search(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)", signed).groups())
    return gap, after


def test_anything_added_after_the_signature_is_noticed(signed):
    writer = pypdf.PdfWriter(BytesIO(signed), incremental=True)
    writer.add_metadata({"/Title": "Something else"})
    added = BytesIO()
    writer.write(added)
    assert added.getvalue().startswith(signed)
    assert signing.verify(added.getvalue()).outcome == Outcome.ALTERED


def test_without_the_whole_file_rule_the_addition_would_pass(signed, monkeypatch):
    """Twin: the rule is what refuses the addition."""
    monkeypatch.setattr(pades, "_is_whole", lambda status: status.intact and status.valid)
    writer = pypdf.PdfWriter(BytesIO(signed), incremental=True)
    writer.add_metadata({"/Title": "Something else"})
    added = BytesIO()
    writer.write(added)
    assert signing.verify(added.getvalue()).is_genuine


@needs_pdfsig
def test_an_outside_tool_agrees(signed, tmp_path):
    report = pdfsig(signed, tmp_path)
    assert "Signature is Valid" in report
    assert "Total document signed" in report
    changed = bytearray(signed)
    changed[len(signed) // 3] ^= 0x01
    assert "Signature is Valid" not in pdfsig(bytes(changed), tmp_path)


def test_a_file_signed_by_someone_else_is_foreign(unsigned, signed, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "other-keys"
    signing.key_ring().current()
    assert signing.verify(signed).outcome == Outcome.FOREIGN


def test_after_rotation_the_old_file_verifies_with_the_published_retired_key(unsigned, signed, keys):
    old = keys.current()[0]
    new = keys.rotate()
    assert new != old
    assert signing.verify(signed) == signing.Verdict(Outcome.GENUINE, old)
    assert signing.verify(signing.sign(unsigned, at=AT)) == signing.Verdict(Outcome.GENUINE, new)
    assert [(key.id, key.is_current) for key in keys.published()] == [(new, True), (old, False)]


def test_a_retired_key_can_sign_no_more(signed, keys):
    old = keys.current()[2]
    keys.rotate()
    assert not old.exists()


def test_without_its_published_certificate_the_old_file_would_be_foreign(signed, keys):
    """Twin: it is the published key that makes the old file verify."""
    old = keys.current()[1]
    keys.rotate()
    old.unlink()
    assert signing.verify(signed).outcome == Outcome.FOREIGN


def test_a_compromised_key_is_replaced_and_its_files_say_so(signed, keys):
    old = keys.current()[0]
    keys.mark_compromised(old)
    assert keys.current()[0] != old
    assert signing.verify(signed) == signing.Verdict(Outcome.COMPROMISED, old)


def test_a_signature_outlives_its_key_certificate(unsigned, keys):
    long_ago = AT - timedelta(days=365 * 30)
    keys.rotate(at=long_ago)
    assert signing.verify(signing.sign(unsigned, at=long_ago)).is_genuine


def test_only_this_account_can_read_the_private_key(signed, keys):
    _, _, key_file = keys.current()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.directory.stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    ring = KeyRing(tmp_path / "fresh")
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: ring.current()[0], range(16)))
    assert len(ids) == 1
    assert [key.id for key in ring.published()] == list(ids)


def test_the_signed_file_keeps_its_tags_and_its_one_page(signed):
    reader = pypdf.PdfReader(BytesIO(signed))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
