"""A sealed backup opens whole and with its passphrase, or not at all (O-20, C-61)."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.operations import sealed_stream
from lms.operations.sealed_stream import SealedReader, SealedWriter, Unopened

PASSPHRASE = "a passphrase that nobody guesses"


@pytest.fixture(autouse=True)
def _small_pieces_and_a_cheap_key(monkeypatch):
    monkeypatch.setattr(sealed_stream, "PIECE", 64)
    monkeypatch.setattr(sealed_stream, "COST", {"n": 2, "r": 1, "p": 1})


def sealed(content: bytes, step: int = 50) -> bytes:
    sink = io.BytesIO()
    writer = SealedWriter(sink, PASSPHRASE)
    for at in range(0, len(content), step):
        writer.write(content[at : at + step])
    writer.close()
    return sink.getvalue()


def opened(text: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(text), passphrase).read()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 200))
def test_what_was_sealed_opens_as_it_was(content, step):
    assert opened(sealed(content, step)) == content


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 129])
def test_the_borders_of_pieces_are_no_special_case(size):
    content = bytes(range(256))[:size]
    assert opened(sealed(content)) == content
    reader = SealedReader(io.BytesIO(sealed(content)), PASSPHRASE)
    assert b"".join(iter(lambda: reader.read(7), b"")) == content


def test_nothing_of_it_can_be_read_without_the_passphrase():
    text = sealed(b"a name and an address " * 20)
    assert b"address" not in text
    with pytest.raises(Unopened, match="BACKUP_KEY does not open"):
        opened(text, "another passphrase")


HEAD = len(sealed_stream.MAGIC) + sealed_stream.SALT + sealed_stream.PREFIX
WHOLE = 64 + sealed_stream.TAG


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text[:-1],
        lambda text: text[: HEAD + WHOLE],
        lambda text: text[: HEAD + 2 * WHOLE],
        lambda text: text[: HEAD + 5] + bytes([text[HEAD + 5] ^ 1]) + text[HEAD + 6 :],
        lambda text: (
            text[:HEAD] + text[HEAD + WHOLE : HEAD + 2 * WHOLE] + text[HEAD : HEAD + WHOLE] + text[HEAD + 2 * WHOLE :]
        ),
        lambda text: text[:HEAD] + text[HEAD + WHOLE :],
        lambda text: text + text[HEAD : HEAD + WHOLE],
        lambda text: text[:10],
        lambda text: b"",
    ],
    ids=[
        "a byte short",
        "cut after one",
        "cut after two",
        "a bit turned",
        "exchanged",
        "one left out",
        "one more",
        "a stump",
        "empty",
    ],
)
def test_a_harmed_stream_is_refused(harm):
    text = sealed(bytes(180))
    assert len(text) == HEAD + 2 * WHOLE + 52 + sealed_stream.TAG
    with pytest.raises(Unopened):
        opened(harm(text))


def test_two_seals_of_the_same_content_differ():
    assert sealed(b"the same") != sealed(b"the same")
