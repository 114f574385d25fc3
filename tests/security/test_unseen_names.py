"""Names that nobody can see, or that turn others round."""

import pytest
from django.urls import reverse

from courses.credentials.forms import PrintedNameForm
from lms.accounts.forms.fields import LineField, NameField
from lms.accounts.models import User
from tests.factories.learning import do_lessons, enrol, make_course, make_officer

UNSEEN = ["\u200b", "\u200b\u2060", "\u00ad", "\u202e", "\ufeff"]


class TestUnseenNames:
    """A name is something people can read, wherever it is typed."""

    @pytest.mark.parametrize("field", [NameField, LineField])
    @pytest.mark.parametrize("typed", UNSEEN, ids=ascii)
    def test_a_field_that_must_be_filled_refuses_signs_nobody_sees(self, field, typed):
        with pytest.raises(Exception, match="required"):
            field().clean(typed)

    @pytest.mark.django_db
    @pytest.mark.parametrize("typed", UNSEEN, ids=ascii)
    def test_the_name_on_a_certificate_cannot_be_confirmed_blank(self, client, typed):
        officer = make_officer()
        enrolment = do_lessons(enrol(officer, make_course(lessons=1)))
        client.force_login(officer)
        page = client.post(reverse("learning:test-start", args=[enrolment.registration]), {"name": typed})
        assert page.status_code == 200
        assert User.objects.get(pk=officer.pk).certificate_name_confirmed_at is None

    def test_a_corrected_name_loses_signs_that_turn_it_round(self):
        form = PrintedNameForm({"name": "A\u202eB\u2066C"})
        assert form.is_valid()
        assert form.cleaned_data["name"] == "ABC"
        assert not PrintedNameForm({"name": "\u200b"}).is_valid()


@pytest.mark.django_db
def test_a_course_id_beyond_every_database_is_not_there(client):
    client.force_login(make_officer())
    assert client.post("/learn/enrol/99999999999999999999999999/").status_code == 404


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/accounts/login/"])
@pytest.mark.django_db
def test_pages_behind_links_in_mails_stay_out_of_every_cache(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
