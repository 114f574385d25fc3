"""An article: what it says, whence it comes, where it leads; what search engines and link previews are told; who edits it."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from cms.activities.models import Activity
from cms.library.models import Topic
from cms.media.models import CreditedImage
from cms.news.models import NewsPage
from cms.pages.models import NotPublishableError
from tests.cms.test_pictures import a_file, make_image
from tests.factories import news as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.activities import make_activity
from tests.factories.catalogue import make_course
from tests.factories.cms import editors_browser, make_home

pytestmark = pytest.mark.django_db


def main(browser, page):
    answer = browser.get(page.get_url())
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_it_says_its_day_its_source_and_who_made_its_picture(client):
    image = make_image(alt_text="A harbour at dusk.")
    text = main(client, make.make_news(image=image, source="Annual Work Plan 2023, line 293"))
    assert "All that it says." in text
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', text)
    assert "Annual Work Plan 2023, line 293" in text
    assert 'alt="A harbour at dusk."' in text
    assert "RSO, CC BY 4.0" in text


def test_it_leads_to_activity_course_programme_and_others_of_its_topic(client):
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    programme = make.make_programme_page()
    activity = make_activity(title="Workshop on lanterns", audience="public")
    course = make_course(title="Course on lanterns")
    page = make.make_news(activity=activity, related=course, topics=[topic], programmes=[programme.programme])
    text = main(client, page)
    for url in (activity.get_absolute_url(), course.get_url(), programme.get_url(), "/news/?topic=corruption"):
        assert f'href="{url}"' in text


def test_it_leads_nobody_to_what_they_may_not_open(client):
    activity = make_activity(title="Closed workshop", audience="public")
    page = make.make_news(activity=activity, related=make_course(title="Closed course", access="verified"))
    Activity.objects.filter(pk=activity.pk).update(audience="invited")
    assert "Closed" not in main(client, page)
    assert re.findall("Closed [a-z]+", main(signed_in(PersonFactory()), page)) == ["Closed course"]


def test_it_is_told_as_a_news_article_without_naming_a_person(client):
    page = make.make_news(image=make_image(alt_text="A harbour."), title="Two </script> & more")
    head = client.get(page.get_url()).content.decode().split("</head>")[0]
    data = json.loads(re.search('<script type="application/ld\\+json"[^>]*>(.+?)</script>', head)[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Two </script> & more"
    assert data["author"]["@type"] == "Organization"
    assert data["image"].startswith("http://testserver/")
    assert '<meta property="og:type" content="article">' in head
    assert f'<meta property="og:image" content="{data["image"]}">' in head
    assert '<meta property="og:image:alt" content="A harbour.">' in head


def test_without_a_picture_its_link_shows_the_one_of_the_site(client):
    head = client.get(make.make_news().get_url()).content.decode().split("</head>")[0]
    assert "/img/preview.png" in head


def test_a_silent_picture_keeps_it_from_being_published():
    page = make.make_news(live=False, image=make_image(title="Harbour"))
    with pytest.raises(NotPublishableError, match="Harbour"):
        page.save_revision().publish()
    CreditedImage.objects.update(is_decorative=True)
    NewsPage.objects.get(pk=page.pk).save_revision().publish()
    assert NewsPage.objects.live().exists()


def test_a_silent_picture_in_its_text_does_too():
    value = {"image": make_image(title="Harbour"), "alt_text": "", "caption": ""}
    page = make.make_news(live=False, body=[("image", value)])
    with pytest.raises(NotPublishableError, match="Harbour"):
        page.save_revision().publish()


def test_the_editor_says_that_a_summary_is_needed():
    page = make.make_news()
    assert "Needed to publish." in editors_browser().get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_it_needs_a_summary():
    with pytest.raises(NotPublishableError, match="summary"):
        make.make_news(live=False, summary=" ").save_revision().publish()


def test_it_speaks_of_nothing_closed():
    activity = make_activity(audience="public")
    page = make.make_news(live=False, activity=activity)
    Activity.objects.filter(pk=activity.pk).update(audience="invited")
    with pytest.raises(NotPublishableError, match="not open to everybody"):
        NewsPage.objects.get(pk=page.pk).save_revision(clean=False).publish()


def test_it_appears_and_disappears_when_it_was_planned_to(client):
    now = timezone.now()
    page = make.make_news(live=False, go_live_at=now + timedelta(hours=1), expire_at=now + timedelta(hours=2))
    page.save_revision().publish()
    for hours, status in ((0, 404), (1.5, 200), (2.5, 404)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            call_command("publish_scheduled")
            assert client.get(page.get_url()).status_code == status, hours


def written(**fields):
    return {
        **{"title": "Just in", "slug": "just-in", "summary": "In short.", "date": "2026-02-03", "source": ""},
        **{"image": "", "activity": "", "related": "", "body-count": "0", "action-publish": "action-publish"},
        **fields,
    }


def test_an_editor_writes_and_publishes(client):
    index = make.news_index()
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    browser = editors_browser()
    image = CreditedImage.objects.create(
        title="Harbour", file=a_file(), credit="RSO", licence="CC BY 4.0", alt_text="A harbour."
    )
    address = f"/cms/pages/add/news/newspage/{index.pk}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, written(topics=[topic.pk], image=image.pk)).status_code == 302
    page = NewsPage.objects.live().get(slug="just-in")
    assert list(page.topics.all()) == [topic]
    assert "In short." in main(client, page)


def test_a_closed_activity_is_neither_taken_nor_named():
    index, closed = make.news_index(), make_activity(title="Closed workshop", audience="invited")
    answer = editors_browser().post(f"/cms/pages/add/news/newspage/{index.pk}/", written(activity=closed.pk))
    assert answer.status_code == 200
    assert "Closed workshop" not in answer.content.decode()
    assert not NewsPage.objects.exists()


def test_the_editor_reads_beside_the_form_that_the_picture_is_silent():
    index = make.news_index()
    answer = editors_browser().post(
        f"/cms/pages/add/news/newspage/{index.pk}/", written(image=make_image(title="Harbour").pk)
    )
    assert answer.status_code == 200
    assert "does not say what it shows" in answer.content.decode()
    assert not NewsPage.objects.filter(slug="just-in").exists()


def test_the_latest_three_stand_on_the_front_page(client):
    make_home()
    pages = [make.make_news() for _ in range(5)]
    text = client.get("/").content.decode()
    assert [page.title for page in pages if f"<bdi>{page.title}</bdi>" in text] == [page.title for page in pages[:3]]
    assert 'href="/news/"' in text


def test_the_page_of_its_programme_names_it(client):
    programme = make.make_programme_page()
    page = make.make_news(programmes=[programme.programme])
    text = main(client, programme)
    assert page.title in text
    assert 'href="/news/?programme=OCBT"' in text


def test_it_is_found_by_its_words(client):
    page = make.make_news(body=[("prose", "<p>About a lanternfish.</p>")])
    assert page.title in client.get("/search/?q=lanternfish").content.decode()


def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries):
    topics = [Topic.objects.create(slug=f"t{number}", title=f"Topic {number}") for number in range(5)]
    programmes = [make.make_programme_page(code=f"P{number}").programme for number in range(5)]
    page = make.make_news(
        image=make_image(alt_text="A harbour."),
        activity=make_activity(audience="public"),
        related=make_course(),
        topics=topics,
        programmes=programmes,
    )
    main(client, page)
    with django_assert_max_num_queries(22):
        main(client, page)
