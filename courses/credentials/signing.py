"""The electronic signature on a certificate's file: anyone can see that it is ours and was not changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from .keys import KeyRing


class Outcome(StrEnum):
    """What a signature check found."""

    GENUINE = "genuine"
    ALTERED = "altered"
    COMPROMISED = "compromised"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"


@dataclass(frozen=True)
class Verdict:
    """The result of a check, with the key that signed where it is one of ours."""

    outcome: Outcome
    key_id: str = ""

    @property
    def is_genuine(self) -> bool:
        return self.outcome is Outcome.GENUINE


def key_ring() -> KeyRing:
    """The keys of this installation."""
    return KeyRing(settings.SIGNING_DIR)


def sign(pdf: bytes, *, at: datetime) -> bytes:
    """The file with our signature, certified: no change of any kind is allowed after it."""
    from . import pades  # noqa: PLC0415 - a second of the start of every process, for what few of them ever do

    return pades.sign(pdf, at=at)


def verify(pdf: bytes) -> Verdict:
    """Whether a file is one of ours, whole and unchanged, signed with a key still to be trusted."""
    from . import pades  # noqa: PLC0415 - as above

    return pades.verify(pdf)
