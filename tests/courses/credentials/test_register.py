"""C3, C6, C7, L-13: staff find, withdraw and replace certificates; nobody else finds the register."""

import pytest
from django.urls import reverse

from courses.credentials import actions
from courses.credentials.models import Certificate
from courses.credentials.views import office
from tests.factories.credentials import a_certificate, a_course, a_member_of_staff, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(a_member_of_staff())
    return client


@pytest.fixture
def certificate():
    certificate = a_certificate(a_person(full_name="Nguyễn Thị Đào", native_name=""))
    actions.render(certificate)
    certificate.refresh_from_db()
    return certificate


def address(certificate, name="register-certificate"):
    return reverse(f"credentials:{name}", args=[certificate.public_id])


def found(client, asked):
    return [row.number for row in client.get(reverse("credentials:register"), {"q": asked}).context["certificates"]]


@pytest.mark.parametrize("asked", ["nguyen thi", "đào", "NGUYỄN", "dao"])
def test_a_certificate_is_found_by_name_with_or_without_accents(staff, certificate, asked):
    a_certificate()
    assert found(staff, asked) == [certificate.number]


def test_a_certificate_is_found_by_number_and_by_code(staff, certificate):
    a_certificate()
    for asked in [certificate.number, certificate.number.lower(), certificate.shown_code(), certificate.code.lower()]:
        assert found(staff, asked) == [certificate.number]


def test_a_certificate_is_found_by_a_part_of_its_number(staff):
    course = a_course()
    numbers = [a_certificate(course=course).number for _ in range(3)]
    year = numbers[0][4:8]
    for asked in ["0002", "00002", "000002", f"{year}-000002", f"{year}–000002", " 26-0000 02".replace("26", year[2:])]:
        assert found(staff, asked) == [numbers[1]]
    for asked in ["0000", f"rso-{year}", year, f"{year}-0000"]:
        assert found(staff, asked) == numbers[::-1]
    for asked in ["002", "0009", "999999", f"{int(year) + 1}-"]:
        assert found(staff, asked) == []


def test_what_a_part_finds_is_paged_and_asks_once_more_than_the_whole_list(
    staff, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(office, "A_PAGE", 2)
    course = a_course()
    numbers = [a_certificate(course=course).number for _ in range(3)]
    url = reverse("credentials:register")
    staff.get(url)
    with django_assert_max_num_queries(9):
        first = staff.get(url, {"q": "0000"})
    assert f"?before={first.context['older']}&amp;q=0000" in first.content.decode()
    rest = staff.get(url, {"q": "0000", "before": first.context["older"]}).context["certificates"]
    assert [row.number for row in rest] == [numbers[0]]


@pytest.mark.parametrize(
    ("name", "asked"), [("สมชาย ใจดี", "ใจดี"), ("អ៊ុក សុខា", "សុខា"), ("محمد علي", "علي"), ("李小龙", "小龙")]
)
def test_a_certificate_is_found_by_a_name_in_any_script(staff, name, asked):
    a_certificate()
    mine = a_certificate(a_person(full_name=name))
    other = a_certificate(a_person(full_name="Somchai", native_name=name))
    assert found(staff, asked) == [other.number, mine.number]


@pytest.mark.parametrize("asked", ["%", "_", "nobody", "'", "____", "00%0"])
def test_wildcards_are_letters_like_any_other(staff, certificate, asked):
    assert found(staff, asked) == []


def test_a_long_register_is_paged_by_key(staff, monkeypatch):
    monkeypatch.setattr(office, "A_PAGE", 2)
    course = a_course()
    numbers = [a_certificate(course=course).number for _ in range(5)]
    shown, before = [], ""
    for _ in range(3):
        context = staff.get(reverse("credentials:register"), {"before": before}).context
        shown.append([row.number for row in context["certificates"]])
        before = context["older"]
    assert shown == [[numbers[4], numbers[3]], [numbers[2], numbers[1]], [numbers[0]]]
    assert before is None


def test_the_register_asks_the_same_number_of_questions_however_long(staff, django_assert_max_num_queries):
    course = a_course()
    for _ in range(8):
        a_certificate(course=course)
    staff.get(reverse("credentials:register"))
    with django_assert_max_num_queries(8):
        staff.get(reverse("credentials:register"))


def test_certificates_without_a_file_are_pointed_out(staff):
    broken = a_certificate(a_person(full_name="Ana 𓀀"))
    actions.render(broken)
    assert "cannot be printed" in staff.get(reverse("credentials:register")).content.decode()
    page = staff.get(reverse("credentials:register"), {"only": "attention"})
    assert [row.pk for row in page.context["certificates"]] == [broken.pk]
    assert "𓀀" in staff.get(address(broken)).content.decode()
    staff.post(address(broken, "register-retry"))
    broken.refresh_from_db()
    assert broken.needs_attention == ""


def test_withdrawing_needs_a_reason_and_a_note(staff, certificate):
    answer = staff.post(address(certificate, "register-withdraw"), {"reason": "", "note": ""})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    certificate.refresh_from_db()
    assert certificate.is_valid()


def test_withdrawing_cannot_be_undone_and_asks_for_the_number(staff, certificate):
    facts = {"reason": "identity", "note": "Paper 7", "typed_number": "RSO-2026-999999"}
    page = staff.post(address(certificate, "register-withdraw"), facts).content.decode()
    assert f"This is not the number of this certificate: {certificate.number}." in page
    assert "Paper 7" in page
    certificate.refresh_from_db()
    assert certificate.is_valid()


def test_staff_withdraw_with_a_reason(staff, certificate):
    facts = {"reason": "identity", "note": "Paper 7", "typed_number": certificate.number.lower()}
    answer = staff.post(address(certificate, "register-withdraw"), facts, follow=True)
    certificate.refresh_from_db()
    assert certificate.state == "withdrawn"
    assert certificate.withdrawal.by.full_name == "Malee Wong"
    assert "Paper 7" in answer.content.decode()
    assert staff.post(address(certificate, "register-withdraw"), facts).status_code == 404
    assert staff.get(address(certificate, "register-file")).status_code == 404


def test_staff_issue_a_new_version_once(staff, certificate):
    staff.post(
        address(certificate, "register-reissue"), {"name": "Nguyễn Thị Anh Đào", "native_name": "", "compared": "on"}
    )
    new = Certificate.objects.get(replaces=certificate)
    assert (new.name, new.state) == ("Nguyễn Thị Anh Đào", "valid")
    assert staff.post(address(certificate, "register-reissue"), {"name": "Another"}).status_code == 404
    assert new.number in staff.get(address(certificate)).content.decode()


def test_a_new_version_must_be_printable(staff, certificate):
    answer = staff.post(
        address(certificate, "register-reissue"), {"name": "Ana 𓀀", "native_name": "", "compared": "on"}
    )
    assert "cannot be printed" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_staff_may_read_the_file(staff, certificate):
    assert staff.get(address(certificate, "register-file"))["Content-Type"] == "application/pdf"


def test_one_press_alone_issues_no_new_version_and_keeps_what_was_typed(staff, certificate):
    answer = staff.post(address(certificate, "register-reissue"), {"name": "Another Name", "native_name": ""})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Tick this once you have compared the name." in page
    assert 'value="Another Name"' in page
    assert Certificate.objects.count() == 1


NAMES = ["register-certificate", "register-file", "register-withdraw", "register-reissue", "register-retry"]


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_finds_the_register(client, certificate, name):
    method = client.post if name.split("-")[1] in {"withdraw", "reissue", "retry"} else client.get
    assert method(address(certificate, name)).status_code == 302
    for person in (certificate.person, a_person()):
        client.force_login(person)
        assert method(address(certificate, name)).status_code == 404
        assert client.get(reverse("credentials:register")).status_code == 404


@pytest.mark.parametrize("name", NAMES[2:])
def test_looking_changes_nothing(staff, certificate, name):
    assert staff.get(address(certificate, name)).status_code == 405
