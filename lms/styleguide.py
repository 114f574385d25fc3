"""Every component in every state on one page, in development only: /-/styleguide/?theme=dark&dir=rtl&text_size=large."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.safestring import mark_safe

from lms.page_frame import CHOICES

SCRIPTS = [
    ("km", "Khmer", "ក្រុមការងារបានជួយជនរងគ្រោះ", "មន្ត្រីត្រូវស្តាប់ មុនពេលសួរសំណួរ។ សុវត្ថិភាពរបស់មនុស្សមកមុនគេ។"),
    ("th", "Thai", "การช่วยเหลือผู้ที่อาจเป็นผู้เสียหาย", "เจ้าหน้าที่ควรรับฟังก่อนตั้งคำถาม ความปลอดภัยของผู้คนต้องมาก่อนเสมอ"),
    ("my", "Burmese", "လူကုန်ကူးမှု တိုက်ဖျက်ရေး", "အရာရှိသည် မေးခွန်းမမေးမီ နားထောင်ရမည်။ က္က၊ လူ၏ ဘေးကင်းရေးသည် ပထမ ဖြစ်သည်။"),
    ("lo", "Lao", "ການຊ່ວຍເຫຼືອຜູ້ຖືກເຄາະຮ້າຍ", "ເຈົ້າໜ້າທີ່ຄວນຟັງກ່ອນຖາມ. ຄວາມປອດໄພຂອງຄົນມາກ່ອນ."),
    ("bn", "Bengali", "মানব পাচার প্রতিরোধ", "কর্মকর্তা প্রশ্ন করার আগে শুনবেন। মানুষের নিরাপত্তা সবার আগে।"),
    ("si", "Sinhala", "මිනිස් ජාවාරම වැළැක්වීම", "නිලධාරියා ප්‍රශ්න ඇසීමට පෙර සවන් දිය යුතුය. මිනිසුන්ගේ ආරක්ෂාව පළමුවයි."),
    ("ta", "Tamil", "மனிதக் கடத்தலைத் தடுத்தல்", "அதிகாரி கேள்வி கேட்கும் முன் கேட்க வேண்டும். மக்களின் பாதுகாப்பே முதன்மை."),
    ("ur", "Urdu", "انسانی اسمگلنگ کی روک تھام", "افسر سوال پوچھنے سے پہلے سنے۔ لوگوں کی حفاظت سب سے پہلے ہے۔"),
    ("dv", "Dhivehi", "އިންސާނުންގެ ވިޔަފާރި", "ސުވާލު ކުރުމުގެ ކުރިން އަޑުއަހާށެވެ. މީހުންގެ ރައްކާތެރިކަން އިސްކުރާށެވެ."),
    ("zh-hans", "Chinese", "预防人口贩运", "官员应当先倾听，再提问。人的安全永远是第一位的。"),
    (
        "vi",
        "Vietnamese",
        "Phòng, chống mua bán người",
        "Cán bộ cần lắng nghe trước khi đặt câu hỏi. An toàn của con người là trên hết.",
    ),
]
COURSES = [
    ("strands", "Understanding Trafficking in Persons and Smuggling of Migrants"),
    ("shelter", "Victim Identification, Protection and Referral"),
    ("signal", "Technology-Facilitated Trafficking and Online Scam Centres"),
    ("harbour", "Countering People Smuggling by Sea and Air"),
]
ICONS = [
    "check", "cross", "lock", "clock", "offline", "language", "award", "info", "warning", "next", "back", "flag",
    "print", "document", "person", "data", "mail", "bulb", "quote", "search",
]  # fmt: skip
COLOURS = [
    ("ground", "ink"), ("surface", "ink"), ("sunk", "ink"), ("surface", "ink-soft"), ("brand-soft", "brand"),
    ("action", "action-on"), ("mast", "mast-on"), ("amber-soft", "amber-ink"), ("good-soft", "good"),
    ("bad-soft", "bad"),
]  # fmt: skip


class SampleForm(forms.Form):
    """Every kind of field a form of ours may have."""

    full_name = forms.CharField(label="Full name", help_text="As it should stand on your certificate.")
    email = forms.EmailField(label="E-mail address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput, help_text="At least 12 characters.")
    agency = forms.ChoiceField(
        label="Agency type", choices=[("", "Choose one"), ("p", "Police"), ("b", "Border guard")]
    )
    starts_on = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    note = forms.CharField(label="What should we know?", widget=forms.Textarea, required=False)
    how = forms.ChoiceField(
        label="How may we reach you?",
        help_text="You can change this later.",
        choices=[("mail", "By e-mail"), ("phone", "By telephone"), ("none", "Not at all")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Which days suit you?",
        choices=[("1", "Monday"), ("2", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    shared = forms.BooleanField(
        label="This is a shared computer", help_text="We will keep nothing on this device.", required=False
    )
    paper = forms.FileField(label="Letter of your agency", required=False)


def styleguide(request: HttpRequest, template: str = "styleguide/styleguide.html") -> HttpResponse:
    """The page itself, or a sample page; theme, dir and text_size in the query show it as others see it."""
    filled = SampleForm({"full_name": "Sok Chanthy", "email": "sok@", "how": "fax"}, prefix="wrong")
    context: dict[str, Any] = {
        "form_right": SampleForm(prefix="new"),
        "form_wrong": filled,
        "page_has_errors": False,
        "scripts": SCRIPTS,
        "courses": COURSES,
        "colours": COLOURS,
        "icons": ICONS,
        "languages": _languages(),
        **_learning(),
        **_office(),
    }
    for name, allowed in CHOICES.items():
        if request.GET.get(name) in allowed:
            context[name] = request.GET[name]
    with translation.override("ar" if request.GET.get("dir") == "rtl" else "en"):
        return render(request, template, context)


def _languages() -> list[dict[str, Any]]:
    names = [("en", "English"), ("id", "Bahasa Indonesia"), ("th", "ไทย"), ("km", "ខ្មែរ"), ("ur", "اردو")]
    return [{"code": code, "name": name, "current": code == "en"} for code, name in names]


def _learning() -> dict[str, Any]:
    return {
        "trail": [{"title": "Courses", "url": "#"}, {"title": "Understanding Trafficking in Persons", "url": "#"}],
        "card_facts": [
            {"icon": "clock", "text": "3 h 40 min"},
            {"icon": "language", "text": "English"},
            {"icon": "data", "text": "18 MB"},
            {"icon": "award", "text": "Certificate"},
        ],
        "facts": [
            {"icon": "clock", "term": "How long", "value": "20 lessons, 3 hours 40 minutes"},
            {"icon": "data", "term": "How much data", "value": "0.4 MB for all text; pictures only when you ask"},
            {"icon": "language", "term": "Languages", "value": "English, Bahasa Indonesia"},
            {"icon": "award", "term": "What it earns", "value": "A signed certificate"},
        ],
        "steps": [
            {"title": "Two crimes, one word", "state": "done", "status": "Done", "note": "10 min", "url": "#"},
            {"title": "Act, means, purpose", "state": "done", "status": "Done", "note": "12 min", "url": "#"},
            {"title": "When consent does not count", "state": "current", "status": "You are here", "note": "6 min left",
             "url": "#"},
            {"title": "Children", "state": "open", "status": "Not started", "note": "10 min", "url": "#"},
            {"title": "Final test", "state": "locked", "status": "Locked", "note": "opens after all lessons"},
        ],
        "points": [
            "Trafficking needs an act, a means and a purpose. With a child no means is needed.",
            "Consent does not count once any of the means was used.",
            "Listen first. Safety comes before questions.",
        ],
        "options": [{"value": str(n), "text": text, "checked": n == 1} for n, text in enumerate(_ANSWERS)],
        "answered": [
            {"value": "0", "text": _ANSWERS[0], "state": "wrong", "checked": True,
             "feedback": "Crossing a border is a mark of smuggling. Trafficking can happen inside one country."},
            {"value": "1", "text": _ANSWERS[1], "state": "right", "checked": True,
             "feedback": "Yes: deception is one of the means."},
            {"value": "2", "text": _ANSWERS[2], "state": "missed", "feedback": "Taking away papers is a form of control."},
            {"value": "3", "text": _ANSWERS[3]},
        ],
        "diagram": mark_safe(_DIAGRAM),  # noqa: S308 # nosec - our own constant below
        "previous": {"title": "Act, means, purpose", "url": "#"},
        "next": {"title": "Children", "url": "#"},
    }  # fmt: skip


def _office() -> dict[str, Any]:
    people = [
        ("Sok Chanthy", "សុខ ចាន់ធី", "km", "Police, Cambodia", "Waiting", "wait"),
        ("Siti Rahmawati", "", "", "Immigration, Indonesia", "Verified", "good"),
        ("Nguyễn Thị Hồng", "", "", "Coast guard, Viet Nam", "Suspended", "bad"),
    ]
    return {
        "people": people,
        "advice": ["Run: manage.py backup. It says what is wrong."],
        "rows": [
            [
                {"label": "Name", "text": name, "url": "#"},
                {"label": "Agency", "text": agency},
                {"label": "State", "text": state, "badge_kind": kind},
                {"label": "Lessons", "text": 7 * (at + 1), "number": True},
            ]
            for at, (name, _, _, agency, state, kind) in enumerate(people)
        ],
        "links": [
            {"title": "People", "url": "#", "current": True, "count": 4},
            {"title": "Deliveries", "url": "#"},
            {"title": "Certificates", "url": "#"},
            {"title": "Background work", "url": "#"},
        ],
        "answers": [
            {"term": "Full name", "value": "Sok Chanthy", "change_url": "#"},
            {"term": "Name in your own script", "value": "សុខ ចាន់ធី", "lang": "km", "change_url": "#"},
        ],
    }


_ANSWERS = [
    "She crossed a border without papers.",
    "The job she was promised did not exist.",
    "Her employer keeps her passport “for safety”.",
    "She sends money home each month.",
]
_DIAGRAM = """<svg viewBox="0 0 360 120" role="img" aria-labelledby="d1"><title id="d1">Act, means and purpose together</title>
<g fill="none" stroke="currentColor" stroke-width="2"><rect x="4" y="30" width="96" height="60" rx="6"/>
<rect x="132" y="30" width="96" height="60" rx="6"/><rect x="260" y="30" width="96" height="60" rx="6"/>
<path d="M110 60h12M116 54v12M238 60h12M244 54v12"/></g><g fill="currentColor" font-size="16" text-anchor="middle">
<text x="52" y="65">Act</text><text x="180" y="65">Means</text><text x="308" y="65">Purpose</text></g></svg>"""

urlpatterns = [
    path("", styleguide, name="styleguide"),
    *(
        path(f"{name}/", styleguide, {"template": f"styleguide/{name}.html"}, name=f"styleguide-{name}")
        for name in ["home", "course", "lesson", "question", "office", "bare", "sign_in"]
    ),
]
