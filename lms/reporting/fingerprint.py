"""The SHA-256 of a report, by which whoever has a copy can tell that it is the one that was frozen. Pure."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def fingerprint(report: Mapping[str, Any]) -> str:
    """Of its content, whatever the order in which a database keeps it."""
    text = json.dumps(report, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
