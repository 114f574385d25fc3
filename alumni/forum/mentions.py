"""Who is named in a text: an @ and a name as it is shown here.

Only those whose name the author can see anyway can be named. Who is absent and who may not read are answered alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.search.tokens import fold

AT = re.compile(r"(?<![\w@.])@(?=\w)")
MOST = 10
LONGEST_NAME = 6  # words


@dataclass
class Mentions:
    """The people meant, and the words after an @ that mean nobody here."""

    people: set[int] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)


def count(source: str) -> int:
    return len(AT.findall(source))


def find(source: str, names: Mapping[str, int]) -> Mentions:
    """`names` are folded names and whose they are; the longest that fits is meant."""
    found = Mentions()
    for at in AT.finditer(source):
        words = source[at.end() : at.end() + 200].split("\n")[0].split()[:LONGEST_NAME]
        tries = (fold(" ".join(words[:count])).strip(" .,;:!?)") for count in range(len(words), 0, -1))
        person = next((names[one] for one in tries if one in names), None)
        if person is not None:
            found.people.add(person)
        elif words:
            found.unknown.append(words[0].strip(".,;:!?)")[:60])
    return found
