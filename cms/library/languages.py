"""The languages a file may be in: those of the members, by their own names (domain 4.1). More than the site itself has."""

OWN_NAMES = {
    "en": "English",
    "ar": "العربية",
    "bn": "বাংলা",
    "dv": "ދިވެހި",
    "fa": "فارسی",
    "fil": "Filipino",
    "fj": "Na Vosa Vakaviti",
    "fr": "Français",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "ja": "日本語",
    "km": "ភាសាខ្មែរ",
    "ko": "한국어",
    "lo": "ລາວ",
    "mn": "Монгол",
    "ms": "Bahasa Melayu",
    "my": "မြန်မာ",
    "ne": "नेपाली",
    "prs": "دری",
    "ps": "پښتو",
    "pt": "Português",
    "si": "සිංහල",
    "sm": "Gagana Sāmoa",
    "ta": "தமிழ்",
    "tet": "Tetun",
    "th": "ไทย",
    "to": "Lea faka-Tonga",
    "tpi": "Tok Pisin",
    "tr": "Türkçe",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
CHOICES = list(OWN_NAMES.items())


def own_name(code: str) -> str:
    return OWN_NAMES.get(code, code)
