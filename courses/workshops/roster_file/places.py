"""Members and kinds of agency as people write them: by code, by name, by a usual alias."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from .headings import key

# Beside the name exactly as the Bali Process lists it, its code of two letters and this code of three.
MEMBERS = {
    "AF": "AFG|افغانستان",
    "AU": "AUS|Commonwealth of Australia",
    "BD": "BGD|বাংলাদেশ",
    "BT": "BTN",
    "BN": "BRN|Brunei|Negara Brunei Darussalam",
    "KH": "KHM|Kingdom of Cambodia|Cambodge|Kampuchea|កម្ពុជា|Kamboja|Campuchia|กัมพูชา",
    "CN": "CHN|PR China|PRC|People's Republic of China|中国|Chine|Tiongkok|จีน",
    "KP": "PRK|DPRK|DPR Korea|North Korea",
    "FJ": "FJI|Fidji",
    "NC": "NCL|New Caledonia|Nouvelle-Calédonie",
    "HK": "HKG|Hong Kong|Hong Kong SAR|香港",
    "IN": "IND|भारत|Inde|อินเดีย",
    "ID": "IDN|Republic of Indonesia|Republik Indonesia|Indonésie|อินโดนีเซีย",
    "IR": "IRN|Iran|Islamic Republic of Iran|ایران",
    "IQ": "IRQ|العراق",
    "JP": "JPN|日本|Japon|Jepang|ญี่ปุ่น",
    "JO": "JOR|الأردن",
    "KI": "KIR",
    "LA": "LAO|Laos|Lao PDR|Lao|ລາວ|ลาว|Lào",
    "MO": "MAC|Macau|Macao|Macau SAR|Macao SAR|澳門",
    "MY": "MYS|Malaisie|มาเลเซีย",
    "MV": "MDV|Maldive Islands|ދިވެހިރާއްޖެ",
    "MN": "MNG|Монгол|Монгол Улс",
    "MM": "MMR|Burma|Birmanie|မြန်မာ|เมียนมา|พม่า",
    "NR": "NRU",
    "NP": "NPL|नेपाल",
    "NZ": "NZL|Aotearoa|Aotearoa New Zealand",
    "PK": "PAK|پاکستان",
    "PW": "PLW",
    "PG": "PNG|Papua New-Guinea",
    "PH": "PHL|The Philippines|Republic of the Philippines|Pilipinas|Filipina|ฟิลิปปินส์",
    "KR": "KOR|ROK|South Korea|Korea (Republic of)|Korea, Republic of|대한민국|한국|Corée du Sud|Korea Selatan|เกาหลีใต้",
    "WS": "WSM",
    "SG": "SGP|Singapura|Singapour|新加坡|สิงคโปร์",
    "SB": "SLB|Solomon Is",
    "LK": "LKA|ශ්‍රී ලංකාව|இலங்கை",
    "SY": "SYR|Syria|سوريا",
    "TH": "THA|Kingdom of Thailand|ไทย|ประเทศไทย|Thaïlande|Thái Lan",
    "TL": "TLS|East Timor|Timor Leste|Timor Lorosae|Democratic Republic of Timor-Leste",
    "TO": "TON",
    "TR": "TUR|Turkey|Turquie|Turki",
    "AE": "ARE|UAE|Emirates|الإمارات",
    "US": "USA|United States|U.S.|U.S.A.|États-Unis|Amerika Serikat",
    "VU": "VUT",
    "VN": "VNM|Vietnam|Việt Nam|Socialist Republic of Viet Nam|เวียดนาม",
    "IOM": "International Organization for Migration|International Organisation for Migration|OIM|UN Migration",
    "UNHCR": "United Nations High Commissioner for Refugees|UN Refugee Agency|HCR",
    "UNODC": "United Nations Office on Drugs and Crime",
    "ILO": "International Labour Organization|International Labor Organization|International Labour Organisation|OIT",
}
AGENCY_TYPES = {
    "police_general": "Police|General police|Patrol|National police|Polisi|Polis|ตำรวจ",
    "police_specialised": "Specialised police|Anti-trafficking police|Anti-trafficking unit|Organised crime|Cyber crime",
    "immigration": "Immigration|Immigration officer|Imigrasi|Imigresen|ตรวจคนเข้าเมือง",
    "border_guard": "Border guard|Border police|Border force|Land border",
    "customs": "Customs service|Bea Cukai|ศุลกากร",
    "coast_guard_maritime": "Coast guard|Coastguard|Maritime|Maritime police|Marine police|Maritime enforcement",
    "defence": "Navy|Army|Armed forces|Military|Defence|Defense",
    "airport_aviation": "Airport|Airline|Aviation|Airline liaison",
    "labour_inspectorate": "Labour inspection|Labor inspection|Labour inspectorate|Labour inspector|Labour",
    "prosecutor": "Prosecutor|Prosecution|Attorney General|Jaksa|อัยการ",
    "judiciary": "Judge|Judges|Court|Judiciary|Hakim",
    "social_services": "Social services|Social worker|Shelter|Child protection|Health",
    "legal_aid": "Legal aid|Victim lawyer|Lawyer",
    "consular_mfa": "Foreign ministry|Ministry of Foreign Affairs|MFA|Consular|Foreign affairs",
    "civil_registry": "Civil registry|Civil registrar",
    "fiu_anticorruption": "FIU|Financial intelligence|Financial intelligence unit|Anti-corruption|AML",
    "policy_ministry": "Policy|Ministry|Policy official|Ministry of Interior|Ministry of Justice",
    "academy_trainer": "Academy|Trainer|Academy trainer|Training director",
    "io_staff": "International organisation|International organization|IO",
    "cso_ngo": "NGO|CSO|Civil society",
    "private_sector": "Business|Private sector|Company|Bank",
    "rso_staff": "RSO|RSO staff|Secondee",
}
# Who writes one of these means one of two; nobody guesses which.
UNCLEAR = {"korea": ("KR", "KP"), "guinea": ("PG",)}


@dataclass(frozen=True)
class Names:
    """How one vocabulary may be written: from a key to its code, and each code's own name."""

    codes: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]], aliases: Mapping[str, str] | None = None) -> "Names":
        labels = dict(rows)
        codes = {
            key(alias): code
            for code, listed in (aliases or {}).items()
            if code in labels
            for alias in listed.split("|")
        }
        codes |= {key(name): code for code, name in labels.items()}
        codes |= {key(code): code for code in labels}
        return cls(codes, labels)

    def code(self, text: str) -> str:
        return self.codes.get(key(text), "")

    def alike(self, text: str) -> list[str]:
        """What was perhaps meant, by name."""
        if key(text) in UNCLEAR:
            return [self.labels[code] for code in UNCLEAR[key(text)] if code in self.labels]
        found = get_close_matches(key(text)[:80], self.codes, n=4, cutoff=0.75)
        return list(dict.fromkeys(self.labels[self.codes[one]] for one in found))[:2]


@dataclass(frozen=True)
class Vocabulary:
    """All that a row may name."""

    members: Names
    agency_types: Names
    languages: Names

    @classmethod
    def of(
        cls,
        members: Iterable[tuple[str, str]],
        agency_types: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
    ) -> "Vocabulary":
        return cls(
            Names.of(members, MEMBERS),
            Names.of(agency_types, AGENCY_TYPES),
            Names.of(languages, {"id": "Indonesian|Indonesia|Bahasa", "th": "Thai|ภาษาไทย", "en": "English|Anglais"}),
        )
