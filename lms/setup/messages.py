"""The catalogues of what the interface says: gathered from the code, and compiled for machines without gettext's own tools."""

import sys
from pathlib import Path

import polib
from django.core.management import execute_from_command_line

LOCALES = Path(__file__).parent.parent / "locale"
LANGUAGES = ("id", "th")
_NOT_OURS = (".venv", "tests", "docs")
_HEADING = "Machine-made draft awaiting review by native reviewers. The words to use stand in docs/translation.md."


def catalogue(language: str) -> Path:
    """Where the translations into one language are written."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def compile_one(language: str) -> None:
    """The binary form beside the text: it is committed, because a bare machine has no msgfmt."""
    path = catalogue(language)
    entries = polib.pofile(str(path), wrapwidth=0)
    entries.header = _HEADING
    entries.metadata |= {
        "Project-Id-Version": "RSO Learning",
        "Language": language,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for unknown in ("Last-Translator", "Language-Team", "PO-Revision-Date"):
        entries.metadata.pop(unknown, None)
    entries.save(str(path))
    entries.save_as_mofile(str(path.with_suffix(".mo")))


def main() -> None:
    """Gather every marked string into each catalogue, then compile."""
    ignored = [word for folder in _NOT_OURS for word in ("--ignore", folder)]
    wanted = [word for language in LANGUAGES for word in ("--locale", language)]
    execute_from_command_line([sys.argv[0], "makemessages", "--no-location", "--no-wrap", *wanted, *ignored])
    for language in LANGUAGES:
        compile_one(language)


if __name__ == "__main__":
    main()
