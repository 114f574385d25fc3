"""A long name, or a course named at length, breaks inside a certificate's card on a phone: nothing is cut off (U-1)."""

import pytest

from courses.credentials.models import Certificate
from tests.factories.accounts import signed_in
from tests.factories.credentials import a_certificate, a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Maria-Fernanda Anak Agung Ayu Wulandari Prabawati Kusumaningrum Srisawatdirattanakosin"
TITLE = "Straftatbestandsmerkmalsunterscheidungskunde"
WHOLE = "card => card.scrollWidth <= card.clientWidth"


@pytest.mark.parametrize("width", [360, 320])
def test_a_long_word_breaks_inside_the_card(live_server, phone, width):
    certificate = a_certificate(a_person(full_name=NAME, certificate_name=NAME))
    Certificate.objects.filter(pk=certificate.pk).update(title=TITLE)
    page = phone(scripts=False)
    page.set_viewport_size({"width": width, "height": 740})
    session = signed_in(certificate.person).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page.goto(live_server.url + certificate.get_absolute_url())
    assert page.get_by_role("heading", name=NAME).is_visible()
    assert page.get_by_text(TITLE).first.is_visible()
    assert page.locator(".certificate").evaluate(WHOLE)
