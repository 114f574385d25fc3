"""A key by sound for names in Latin letters: Muhammad finds Mohammed, Nguyen finds Nguyễn, Sovann finds Sovan (A16).

Spelling variants of the region differ in vowels, doubled letters, h after a consonant, and a few letters that sound alike.
Trigrams miss most of them: Muhammad and Mohammed share 0.2 where 0.3 is asked.
"""

import re

from lms.search.tokens import fold

# Written short as often as in full.
SHORT = {"md": "mohamed", "mohd": "mohamed", "muhd": "mohamed", "mhd": "mohamed", "abd": "abdul", "st": "siti"}
ALIKE = (
    (re.compile("ph"), "f"),
    (re.compile("[ckgjptdbszlr]h"), lambda pair: pair[0][0]),
    (re.compile("ck|q|c|x"), "k"),
    (re.compile("z"), "s"),
    (re.compile("w"), "v"),
    (re.compile("dj|j"), "j"),
)
VOWELS = re.compile("[aeiouy]+")
DOUBLE = re.compile(r"(.)\1+")
LEAST = 2


def sound(word: str) -> str:
    """The key of one folded word. Other scripts, and words too short to tell apart, keep their letters."""
    if not (word.isascii() and word.isalpha()):
        return word
    key = SHORT.get(word, word)
    for pattern, letter in ALIKE:
        key = pattern.sub(letter, key)
    first = "a" if VOWELS.match(key) else ""
    key = DOUBLE.sub(r"\1", first + VOWELS.sub("", key))
    return key if len(key) >= LEAST else word


def words_of(text: str) -> list[str]:
    """The folded words of a name, without what joins or abbreviates them."""
    return [word for word in re.split(r"[\s.,'’/()-]+", fold(text)) if word]


def sounds(text: str) -> list[str]:
    return [sound(word) for word in words_of(text)]
