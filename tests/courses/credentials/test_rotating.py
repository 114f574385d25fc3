"""C14, F-29: an administrator rotates the key by a command, and says which one nobody may trust."""

import pytest
from django.core.management import CommandError, call_command

from courses.credentials import signing


def test_a_new_key_takes_over_and_the_old_one_stays_listed(capsys):
    old = signing.key_ring().current()[0]
    call_command("rotate_signing_key")
    new = signing.key_ring().current()[0]
    assert capsys.readouterr().out.split("\n")[:2] == [f"{new}  in use", f"{old}  retired"]


def test_a_compromised_key_is_marked_and_replaced(capsys):
    old = signing.key_ring().current()[0]
    call_command("rotate_signing_key", compromised=old)
    assert f"{old}  not to be trusted" in capsys.readouterr().out
    assert signing.key_ring().current()[0] != old


def test_an_unknown_key_is_told_in_one_sentence():
    signing.key_ring().current()
    with pytest.raises(CommandError, match="There is no key of this id"):
        call_command("rotate_signing_key", compromised="nothing")
