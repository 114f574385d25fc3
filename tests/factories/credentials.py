"""Certificates for tests: the facts of one sheet, and officers with names in the scripts of the region."""

import itertools
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from courses.catalogue.models import CoursePage
from courses.credentials import codes
from courses.credentials.pdf import Sheet
from courses.learning import actions as learning
from courses.learning.models import Completion, Enrolment
from lms.accounts.models import RoleGrant

# language: (name in Latin letters, name as the person writes it)
NAMES = {
    "km": ("Sok Sovannary", "សុខ សុវណ្ណារី ក្រុម"),
    "th": ("Somchai Jaidee", "สมชาย ใจดี ผู้ใหญ่น้ำ"),
    "lo": ("Somphone Vongsa", "ສົມພອນ ວົງສາ ນ້ຳເງິນ"),
    "my": ("Daw Khin Myo Chit", "ဒေါ်ခင်မျိုးချစ် က္ကန္တ"),
    "bn": ("Mohammad Rafiqul Islam", "মোহাম্মদ রফিকুল ইসলাম"),
    "si": ("Shri Lakshmi Perera", "ශ්‍රී ලක්ෂ්මී පෙරේරා"),
    "ta": ("Lakshmi Krishnamurthy", "லட்சுமி கிருஷ்ணமூர்த்தி"),
    "ur": ("Muhammad Tariq Qureshi", "محمد طارق قریشی"),
    "zh": ("Wang Xiaoming", "王小明"),
    "hi": ("Lakshmi Sharma", "लक्ष्मी शर्मा क्षत्रिय"),
    "dv": ("Mohamed Didi", "މުހައްމަދު ދީދީ"),
    "fa": ("Ahmad Karimi", "احمد کریمی پژواک"),
    "ja": ("Yamada Taro", "山田 たろう"),
    "ko": ("Kim Cheolsu", "김철수"),
}

LATIN = {
    "Vietnamese": ("vi", "Nguyễn Thị Hồng Đào"),
    "Tongan": ("to", "Sione Tu‘i ʻAho Tāufaʻāhau"),
    "Irish": ("en", "Órlaith O’Neill-Ní Bhriain"),
    "Mongolian Cyrillic": ("mn", "Бат-Эрдэнэ Өлзийсайхан"),
    "mononym": ("id", "Suharto"),
    "eighty characters": ("id", "Raden Ajeng Maria Magdalena Kusumaningrum Wijayakusuma Hadiningrat Sastrowardoyo"),
    "eighty wide letters": ("en", "W" * 80),
}

CODE = codes.encode(987654321987654321)


def a_sheet(**changes):
    facts = {
        "number": "RSO-2026-000123",
        "code": codes.display(CODE),
        "verify_url": f"https://learn.example.org/verify/{CODE}/",
        "verify_at": "learn.example.org/verify",
        "name": "Somchai Jaidee",
        "title": "Trafficking in persons: first response",
        "hours": "6",
        "completed_on": date(2026, 11, 21),
        "issued_at": datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        "issuer": "Regional Support Office of the Bali Process",
        "place": "Bangkok",
        "signatory_name": "Co-Managers",
        "signatory_role": "Regional Support Office of the Bali Process",
    }
    return Sheet(**{**facts, **changes})


_numbers = itertools.count(1)


def a_person(**fields):
    number = next(_numbers)
    facts = {"email": f"officer{number}@example.org", "full_name": "Sok Sovannary", "state": "verified"}
    return get_user_model().objects.create_user(**{**facts, **fields})


def a_member_of_staff(**fields):
    person = a_person(full_name="Malee Wong", **fields)
    RoleGrant.objects.create(person=person, role=RoleGrant.Role.STAFF)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return person


def a_course(**fields):
    number = next(_numbers)
    facts = {"title": "Trafficking in persons: first response", "slug": f"course-{number}", "code": f"c{number}"}
    return Page.get_first_root_node().add_child(instance=CoursePage(**{**facts, "minutes": 350, **fields}))


def the_course():
    """One for all who only have to have completed something: a page in the tree costs more than everything about them."""
    return CoursePage.objects.filter(code="common").first() or a_course(slug="common", code="common")


def a_completion(person=None, course=None, **fields):
    """A completed enrolment whose news has not been told yet."""
    now = timezone.now()
    person, course = person or a_person(), course or a_course()
    enrolment = Enrolment.objects.create(learner=person, course=course, enrolled_at=now, closed_at=now, **fields)
    return Completion.objects.create(enrolment=enrolment, rule_version=1, reason="rules met", completed_at=now)


def a_certificate(person=None, course=None, **fields):
    """Issued as it is in earnest: by the news of an achievement."""
    completion = a_completion(person, course, **fields)
    achievement = learning.release(completion, by=None)
    return achievement.certificates.get()
