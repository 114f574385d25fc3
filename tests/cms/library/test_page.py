"""The page of a resource, its versions and its files. Ids: decision 18, C-22, Q1."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.library import actions
from cms.library.models import Mention, Resource
from cms.taxonomy.models import CooperationArea, StrategyPeriod
from tests.factories import library as make
from tests.factories.accounts import PersonFactory, signed_in

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def toolkit():
    """As the plan of 2023 has it: version 2 is to be replaced by version 3."""
    planned = {"state": "planned", "planned_year": 2023}
    versions = [{"number": "2", **planned, "planned_quarter": 1}, {"number": "3", **planned, "planned_quarter": 4}]
    return make.make_resource(title="Toolkit", slug="toolkit", kind="toolkit", versions=versions)


def publish(resource, *numbers):
    resource = Resource.objects.get(pk=resource.pk)
    versions = list(resource.versions.all())
    for version in versions:
        version.state = "published" if version.number in numbers else version.state
    resource.versions.set(versions)
    actions.save(resource, by=None)


def test_what_is_planned_is_not_shown_as_if_it_were_there(client, toolkit):
    text = page(client, "/library/toolkit/")
    assert "Planned" in text
    assert "The work plan names October to December 2023." in text
    assert "There is no file." in text
    assert "A newer version is planned" in page(client, "/library/toolkit/2/")


def test_an_old_version_says_what_replaced_it(client, toolkit):
    """“Toolkit version 2 is replaced by 3” is visible on the old one."""
    publish(toolkit, "2", "3")
    text = page(client, "/library/toolkit/2/")
    assert "Version 3 replaces this version" in text
    assert 'href="/library/toolkit/3/"' in text
    assert "replaces this version" not in page(client, "/library/toolkit/3/")
    assert "replaces this version" not in page(client, "/library/toolkit/")


def test_what_came_out_is_not_called_replaced_by_what_is_only_planned(client, toolkit):
    publish(toolkit, "2")
    assert "A newer version is planned" in page(client, "/library/toolkit/")


def test_any_old_version_leads_to_the_newest_through_the_whole_chain(client):
    newest = make.make_resource(title="The newest", slug="newest", versions=[{}, {}])
    middle = make.make_resource(title="The middle", slug="middle", replaced_by=newest)
    make.make_resource(title="The oldest", slug="oldest", replaced_by=middle, versions=[{}, {}, {}])
    text = page(client, "/library/oldest/1/")
    assert "Version 3 replaces this version" in text
    assert 'href="/library/newest/">The newest</a>' in text
    assert 'href="/library/newest/">The newest</a>' in page(client, "/library/middle/")


def test_a_ring_of_replacements_is_refused_and_would_end(client):
    one = make.make_resource(slug="one")
    two = make.make_resource(slug="two", replaced_by=one)
    with pytest.raises(Exception, match="ring"):
        actions.replace(one, two)
    Resource.objects.filter(pk=one.pk).update(replaced_by=two)
    assert client.get("/library/one/").status_code == 200


def test_a_file_that_was_not_received_is_said_to_be_missing(client):
    make.make_resource(slug="bare")
    text = page(client, "/library/bare/")
    assert "File not yet received" in text
    assert "The office has not received the file yet." in text
    assert "Download" not in text


def test_languages_types_and_sizes_are_told_before_a_file_is_opened(client):
    files = [
        ("en", make.pdf()),
        ("th", b"PK\x03\x04" + b"x" * 2_000_000, "slides.pptx"),
        ("km", "https://example.org/km.pdf"),
    ]
    make.make_resource(slug="guide", versions=[{"files": files}], read=False)
    text = page(client, "/library/guide/")
    assert "PowerPoint slides, 1.9" in text
    assert '<b lang="th">ไทย</b>' in text
    assert "On another site: example.org" in text
    assert 'href="https://example.org/km.pdf" rel="noopener noreferrer"' in text


def test_a_review_that_is_due_is_told(client):
    today = timezone.localdate()
    make.make_resource(slug="due", review_on=today)
    make.make_resource(slug="fresh", review_on=today + timedelta(days=1))
    assert "Due for review" in page(client, "/library/due/")
    assert "Due for review" not in page(client, "/library/fresh/")
    assert page(client, "/library/").count("Due for review") == 1
    assert list(Resource.objects.review_due(today).values_list("slug", flat=True)) == ["due"]


def test_where_it_is_known_from_is_told_and_areas_by_their_names(client):
    period = StrategyPeriod.objects.create(code="later", title="Later", first_year=2030)
    area = CooperationArea.objects.create(period=period, code="LE", name="Law Enforcement")
    resource = make.make_resource(slug="guide", words={"areas": [area]})
    Mention.objects.create(resource=resource, plan="2023", line=288, words="develop version 2")
    text = page(client, "/library/guide/")
    assert "Annual Work Plan 2023, line 288 of its text" in text
    assert "develop version 2" in text
    assert text.count("Law Enforcement") == 1


@pytest.mark.parametrize(
    "address", ["/library/nothing/", "/library/guide/9/", "/library/guide/1/2f0c1a0e-0000-4000-8000-000000000000/"]
)
def test_what_is_not_there_is_not_there(client, address):
    make.make_resource(slug="guide")
    assert client.get(address).status_code == 404


def test_a_file_is_downloaded_under_a_plain_name(client):
    resource = make.make_resource(
        slug="guide", versions=[{"files": [("th", make.pdf("th", *make.THAI), 'งาน";x.pdf')]}]
    )
    answer = client.get(make.file_of(resource, "th").get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="guide-1-th.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) == make.file_of(resource, "th").size
    assert answer.getvalue() == make.pdf("th", *make.THAI)


def test_only_a_pdf_is_shown_in_the_browser(client):
    files = [("en", make.pdf()), ("th", b"PK\x03\x04", "slides.pptx")]
    resource = make.make_resource(slug="guide", versions=[{"files": files}])
    shown, kept = (client.get(f"{make.file_of(resource, code).get_absolute_url()}?show=1") for code in ("en", "th"))
    assert shown["Content-Disposition"].startswith("inline")
    assert kept["Content-Disposition"].startswith("attachment")
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]


def test_an_open_file_is_not_sent_twice_and_a_closed_one_is_never_kept(client):
    opened = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}]))
    first = client.get(opened.get_absolute_url())
    again = client.get(opened.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code) == ("no-cache", 304)
    closed = make.file_of(make.make_resource(audience="members", versions=[{"files": [("en", make.pdf())]}]))
    officer = signed_in(PersonFactory())
    answer = officer.get(closed.get_absolute_url(), headers={"if-none-match": f'"{closed.sha256}"'})
    assert (answer.status_code, answer["Cache-Control"], answer["X-Robots-Tag"]) == (
        200,
        "private, no-store",
        "noindex",
    )


def test_bytes_that_are_gone_are_no_error_page(client):
    file = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}]))
    file.file.storage.delete(file.file.name)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_files_lie_in_the_private_store(settings):
    file = make.file_of(make.make_resource(versions=[{"files": [("en", make.pdf())]}]))
    assert file.file.path.startswith(settings.STORAGES["private"]["OPTIONS"]["location"])
    assert "guide" not in file.file.name, "its name tells nothing"
    assert file.file.url == file.get_absolute_url(), "and its address asks who may have it"


def test_the_page_of_a_resource_asks_few_questions(client, django_assert_max_num_queries):
    files = [(code, make.pdf()) for code in ("en", "th", "km")]
    make.make_resource(slug="guide", versions=[{"files": files}] * 4, read=False)
    client.get("/library/guide/")
    with django_assert_max_num_queries(14):
        client.get("/library/guide/")
    resource = make.file_of(Resource.objects.get(slug="guide"))
    with django_assert_max_num_queries(4):
        client.get(resource.get_absolute_url())
