"""In which language a post is, told by its script: for the right font and voice. Latin letters alone tell nothing."""

import re

SCRIPTS = {
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "km": "\u1780-\u17ff",
    "my": "\u1000-\u109f",
    "si": "\u0d80-\u0dff",
    "bn": "\u0980-\u09ff",
    "hi": "\u0900-\u097f",
    "ta": "\u0b80-\u0bff",
    "dv": "\u0780-\u07bf",
    "ar": "\u0600-\u06ff",
    "ko": "\uac00-\ud7af",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
_SIGNS = {code: re.compile(f"[{signs}]", re.IGNORECASE) for code, signs in SCRIPTS.items()}
_LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str:
    """A code, or nothing. A script has to make up an eighth of the letters, Vietnamese marks a thirtieth."""
    text = text[:4_000]
    letters = len(_LETTER.findall(text))
    if not letters:
        return ""
    counts = {code: len(sign.findall(text)) for code, sign in _SIGNS.items()}
    code = max(counts, key=lambda one: counts[one])
    least = letters / (30 if code == "vi" else 8)
    return code if counts[code] and counts[code] >= least else ""
