"""Nobody reads as if the RSO itself spoke, but whom the RSO gave a role."""

import pytest

from alumni.profiles.models import Profile
from lms.accounts.actions import grant_role
from lms.accounts.second_factor import set_up_code
from tests.alumni.profiles.test_pages import ME, answers
from tests.factories.accounts import SECRET, signed_in
from tests.factories.profiles import an_alumna

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("role_title", "RSO Co-Manager, staff"),
        ("role_title", "Adviser, r.s.o."),
        ("unit", "Secretariat of the REGIONAL  support Office"),
        ("aliases", "Nok\nRegional Support Office"),
        ("romanised_name", "Rso Secretariat"),
    ],
)
def test_nobody_speaks_for_the_rso_of_themselves(part, said):
    person = an_alumna()
    answer = signed_in(person).post(ME, answers(person.profile, **{part: said}))
    assert "it would read as if it spoke" in str(answer.context["form"].errors[part])
    profile = Profile.objects.get(person=person)
    assert (profile.role_title, profile.unit, profile.romanised_name, profile.aliases.count()) == ("", "", "", 0)


@pytest.mark.parametrize("said", ["Torso and fingerprint examiner", "Bali Process liaison officer", "Mrs Orson"])
def test_words_that_only_look_like_it_are_kept(said):
    person = an_alumna()
    assert signed_in(person).post(ME, answers(person.profile, role_title=said)).status_code == 302


def test_whom_the_rso_gave_a_role_may_name_it():
    person = an_alumna()
    grant_role(person, "trainer")
    set_up_code(person, SECRET)
    assert signed_in(person).post(ME, answers(person.profile, role_title="Trainer of the RSO")).status_code == 302
    assert Profile.objects.get(person=person).role_title == "Trainer of the RSO"
