"""The languages a person may say they work in: those of the members, and the usual ones between them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

NAMES = {
    "en": gettext_noop("English"),
    "ar": gettext_noop("Arabic"),
    "bn": gettext_noop("Bengali"),
    "bi": gettext_noop("Bislama"),
    "my": gettext_noop("Burmese"),
    "yue": gettext_noop("Cantonese"),
    "zh": gettext_noop("Chinese (Mandarin)"),
    "dv": gettext_noop("Dhivehi"),
    "dz": gettext_noop("Dzongkha"),
    "fj": gettext_noop("Fijian"),
    "hif": gettext_noop("Fiji Hindi"),
    "fr": gettext_noop("French"),
    "de": gettext_noop("German"),
    "gil": gettext_noop("Gilbertese"),
    "hi": gettext_noop("Hindi"),
    "id": gettext_noop("Indonesian"),
    "ja": gettext_noop("Japanese"),
    "km": gettext_noop("Khmer"),
    "ko": gettext_noop("Korean"),
    "ku": gettext_noop("Kurdish"),
    "lo": gettext_noop("Lao"),
    "ms": gettext_noop("Malay"),
    "mi": gettext_noop("Maori"),
    "mn": gettext_noop("Mongolian"),
    "na": gettext_noop("Nauruan"),
    "ne": gettext_noop("Nepali"),
    "pau": gettext_noop("Palauan"),
    "ps": gettext_noop("Pashto"),
    "fa": gettext_noop("Persian and Dari"),
    "pt": gettext_noop("Portuguese"),
    "pa": gettext_noop("Punjabi"),
    "ru": gettext_noop("Russian"),
    "sm": gettext_noop("Samoan"),
    "si": gettext_noop("Sinhala"),
    "es": gettext_noop("Spanish"),
    "fil": gettext_noop("Tagalog (Filipino)"),
    "ta": gettext_noop("Tamil"),
    "tet": gettext_noop("Tetum"),
    "th": gettext_noop("Thai"),
    "tpi": gettext_noop("Tok Pisin"),
    "to": gettext_noop("Tongan"),
    "tr": gettext_noop("Turkish"),
    "ur": gettext_noop("Urdu"),
    "vi": gettext_noop("Vietnamese"),
}
CHOICES = [(code, _(name)) for code, name in NAMES.items()]


def language_name(code: str) -> str:
    return str(_(NAMES[code])) if code in NAMES else code
