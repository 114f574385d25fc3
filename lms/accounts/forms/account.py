"""What a person says about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..facts import Details
from ..models import Affiliation, User
from .fields import NameField, sex_field

# The capitals and the other zones of the members, then where their people are posted. All of the world's would weigh 30 kB.
PLACES = {
    "Africa": "Addis_Ababa Cairo Johannesburg Nairobi",
    "America": "Anchorage Chicago Denver Los_Angeles New_York Toronto",
    "Asia": (
        "Almaty Amman Ashgabat Baghdad Bahrain Bangkok Beirut Bishkek Brunei Colombo Damascus Dhaka Dili Dubai Dushanbe "
        "Ho_Chi_Minh Hong_Kong Hovd Jakarta Jayapura Kabul Karachi Kathmandu Kolkata Kuala_Lumpur Kuching Kuwait Macau "
        "Makassar Manila Muscat Phnom_Penh Pyongyang Qatar Riyadh Seoul Shanghai Singapore Tashkent Tehran Thimphu Tokyo "
        "Ulaanbaatar Urumqi Vientiane Yangon"
    ),
    "Australia": "Adelaide Brisbane Darwin Hobart Melbourne Perth Sydney",
    "Europe": "Berlin Brussels Istanbul London Madrid Paris Rome Vienna Zurich",
    "Indian": "Maldives",
    "Pacific": (
        "Apia Auckland Bougainville Chatham Efate Fiji Guadalcanal Guam Honolulu Kiritimati Nauru Noumea Palau "
        "Port_Moresby Tarawa Tongatapu"
    ),
}


def zones(own: str = "") -> list[tuple[str, str]]:
    """Places people know, and the one the person has chosen before."""
    places = {f"{area}/{city}" for area, cities in PLACES.items() for city in cities.split()}
    return [(name, name.replace("_", " ")) for name in sorted(places | ({own} if own else set()))]


HELD_BACK = _(
    "The RSO or your national focal point looks at a changed name first. Until then everybody sees the name as it is now."
)


class DetailsForm(forms.Form):
    """Own details; the full name only until it is confirmed for certificates."""

    full_name = NameField(label=_("Full name"))
    native_name = NameField(label=_("Name in your own script"), required=False)
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    rank_band = forms.ChoiceField(choices=Affiliation.RankBand.choices, label=_("Rank"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        post = person.affiliation()
        names = ("full_name", "native_name", "language", "time_zone", "sex")
        kwargs["initial"] = {name: getattr(person, name) for name in names} | {
            "rank_band": post.rank_band if post else ""
        }
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones(person.time_zone)  # type: ignore[attr-defined] # a choice among words
        self.fields["sex"] = sex_field()
        if person.is_verified():
            is_locked = person.certificate_name_confirmed_at
            self.fields["native_name" if is_locked else "full_name"].help_text = HELD_BACK
        if person.certificate_name_confirmed_at:
            self.fields["full_name"].disabled = True
            self.fields["full_name"].help_text = _(
                "You confirmed your name for certificates. If it is wrong, write to the RSO."
            )
        if post is None:
            del self.fields["rank_band"]

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(data["full_name"], data["native_name"], data["sex"], data["language"], data["time_zone"])
