"""Messages to the office."""

from uuid import uuid4

from cms.contact import actions


def enquire(by=None, **fields):
    """A message of somebody with an account, or of an address."""
    facts = {
        "topic": "fault",
        "message": "The page of lesson 4 shows an error.",
        "client_key": uuid4(),
        "language": "en",
        "address": "" if by else "siti@police.example",
    }
    at = fields.pop("at", None)
    return actions.receive(actions.Words(**{**facts, **fields}), by=by, at=at)
