"""Resources in Wagtail's admin: versions and files in one form, clear refusals, nothing lost that came out. Ids: C-25, B-F1."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.library import tasks, uploads
from cms.library.models import File, Partner, Passage, Resource, Series, Topic
from lms.audit.models import Entry
from tests.factories import library as make
from tests.factories.accounts import PersonFactory, signed_in, with_role
from tests.factories.cms import editors_browser
from tests.factories.learning import lessons_of, make_course

pytestmark = pytest.mark.django_db
PREFIX = "wagtailsnippets_library_resource"


def file_row(language="en", upload=None, **facts):
    return {"language": language, "label": "", "address": "", "file": upload or "", **facts}


def version_row(number="1", files=(), **facts):
    own = {
        "number": number,
        "state": "published",
        "published_on": "",
        "planned_year": "",
        "planned_quarter": "",
        "changes": "",
    }
    return {**own, **facts, "files": inline_formset(list(files), initial=sum("id" in one for one in files))}


def typed(versions, **facts):
    own = {
        "title": "Screening guide", "slug": "screening-guide", "summary": "For first contact.", "kind": "practitioner_guide", "year": "2026",
        "series": "", "number": "", "audience": "members", "review_on": "", "replaced_by": "", "licence": "",
    }  # fmt: skip
    rows = {
        "versions": inline_formset(versions, initial=sum("id" in one for one in versions)),
        "mentions": inline_formset([]),
    }
    return nested_form_data({**own, **facts, **rows})


def pdf_upload(name="guide.pdf", content=None):
    return SimpleUploadedFile(name, make.pdf() if content is None else content, content_type="application/x-whatever")


def add(office, versions, **facts):
    return office.post(reverse(f"{PREFIX}:add"), typed(versions, **facts))


def edit(office, resource, versions, **facts):
    return office.post(reverse(f"{PREFIX}:edit", args=[resource.pk]), typed(versions, **facts))


def as_it_is(resource):
    """The rows of the form as a browser sends them back unchanged."""
    rows = []
    for version in resource.versions.all():
        files = [file_row(file.language, id=str(file.pk)) for file in version.files.all()]
        rows.append(version_row(version.number, files, id=str(version.pk)))
    return rows


def test_an_editor_adds_a_resource_with_a_file_and_it_is_read(monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(tasks.read, "delay", asked.append)
    office = editors_browser()
    assert office.get(reverse(f"{PREFIX}:add")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = add(office, [version_row(files=[file_row(upload=pdf_upload())])])
    assert answer.status_code == 302
    resource, file = Resource.objects.get(), File.objects.get()
    assert (file.original_name, file.size, file.reading) == ("guide.pdf", len(make.pdf()), "waiting")
    assert asked == [file.pk]
    assert list(Entry.objects.about(resource).values_list("act", flat=True)) == ["library.save"]
    page = office.get(reverse(f"{PREFIX}:edit", args=[resource.pk])).content.decode()
    assert "Being read" in page
    assert f'href="{file.get_absolute_url()}"' in page, "the link in the form asks for permission too"
    tasks.read_missed()
    assert (
        "Read: its words are found by the search"
        in office.get(reverse(f"{PREFIX}:edit", args=[resource.pk])).content.decode()
    )


READING, PROBLEM, PAGES = "Searching inside", "Why it could not be read", "Pages read"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"read": False}, {READING}),
        ({}, {READING, PAGES}),
        ({"versions": [{"files": [("en", make.locked_pdf())]}]}, {READING, PROBLEM}),
    ],
    ids=["waiting", "read", "locked"],
)
def test_the_form_says_of_a_file_what_there_is_to_say(file, said):
    office = editors_browser()
    resource = make.make_resource(**{"versions": [{"files": [("en", make.pdf())]}], **file})
    page = office.get(reverse(f"{PREFIX}:edit", args=[resource.pk])).content.decode()
    assert {words for words in (READING, PROBLEM, PAGES) if words in page} == said


def test_the_form_says_nothing_of_a_file_that_has_not_come_yet():
    page = editors_browser().get(reverse(f"{PREFIX}:add")).content.decode()
    assert not [words for words in (READING, PROBLEM, PAGES) if words in page]


def test_a_new_version_leaves_the_files_of_the_old_one_alone():
    office = editors_browser()
    resource = make.make_resource(slug="screening-guide", versions=[{"files": [("en", make.pdf())]}])
    before = File.objects.values().get()
    rows = [*as_it_is(resource), version_row("2", [file_row("th", pdf_upload())], changes="In Thai.")]
    assert edit(office, resource, rows).status_code == 302
    assert File.objects.filter(pk=before["id"]).values().get() == before
    assert [version.number for version in Resource.objects.get().versions.all()] == ["1", "2"]
    assert Passage.objects.filter(file=before["id"]).exists()


def test_a_file_that_is_replaced_is_read_anew():
    office = editors_browser()
    resource = make.make_resource(slug="screening-guide", versions=[{"files": [("en", make.pdf())]}])
    rows = as_it_is(resource)
    version, file = resource.versions.get(), File.objects.get()
    rows = [
        version_row(
            "1", [file_row(id=str(file.pk), upload=pdf_upload(content=make.pdf("en", "Lanterns.")))], id=str(version.pk)
        )
    ]
    assert edit(office, resource, rows).status_code == 302
    file.refresh_from_db()
    assert (file.reading, Passage.objects.count()) == ("waiting", 0)
    tasks.read_missed()
    assert "Lanterns." in Passage.objects.get().text


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "words")
    return out.getvalue()


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (("guide.exe", b"MZ"), "Upload a PDF, Word, Excel or PowerPoint file"),
        (("guide.html", b"<script>"), "Upload a PDF, Word, Excel or PowerPoint file"),
        (("guide.svg", b"<svg/>"), "Upload a PDF, Word, Excel or PowerPoint file"),
        (("guide", b"%PDF-1.7"), "Upload a PDF, Word, Excel or PowerPoint file"),
        (("guide.pdf", b"<html>"), "The file is not what its name says: open it and save it again as PDF."),
        (("guide.docx", b"PK\x03\x04 and no more"), "save it again as Word document"),
        (("guide.docx", packed("xl/workbook.xml")), "save it again as Word document"),
        (("guide.docx", packed("word/document.xml", "word/vbaProject.bin")), "save it again as Word document"),
        (("guide.pdf", b""), "The submitted file is empty"),
    ],
    ids=["program", "page", "drawing", "no ending", "no PDF", "no archive", "another archive", "macros", "empty"],
)  # fmt: skip
def test_what_the_library_does_not_take_is_refused_in_words_and_nothing_is_kept(upload, words):
    office = editors_browser()
    answer = add(office, [version_row(files=[file_row(upload=SimpleUploadedFile(*upload))])])
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'value="Screening guide"' in answer.content.decode(), "what was typed is kept"
    assert not Resource.objects.exists()


def test_a_document_of_an_office_program_is_taken():
    office = editors_browser()
    upload = SimpleUploadedFile("slides.pptx", packed("ppt/presentation.xml"))
    assert add(office, [version_row(files=[file_row(upload=upload)])]).status_code == 302
    assert File.objects.get().reading == "not_read"


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1024 * 1024)
    office = editors_browser()
    upload = pdf_upload(content=b"%PDF-" + bytes(1024 * 1024))
    answer = add(office, [version_row(files=[file_row(upload=upload)])])
    assert "The file is larger than 1 MB." in answer.content.decode()


@pytest.mark.parametrize(
    ("versions", "facts", "words"),
    [
        ([], {}, "Add at least one version"),
        ([version_row("1"), version_row("1")], {}, "1"),
        ([version_row("a b")], {}, "Use letters, digits, points and hyphens only"),
        ([version_row(files=[file_row(address="http://example.org/x.pdf")])], {}, "The address must begin with https://."),
        ([version_row(files=[file_row(address="javascript:alert(1)")])], {}, "valid URL"),
        ([version_row(files=[file_row(upload=pdf_upload(), address="https://example.org")])], {}, "Give a file or an address, not both."),
        ([version_row(planned_quarter="5")], {}, "Select a valid choice"),
        ([version_row()], {"title": ""}, "This field is required"),
        ([version_row()], {"year": "1"}, "resource_year_is_one"),
    ],
    ids=["no version", "same number", "bad number", "open line", "script", "both", "quarter", "title", "year"],
)  # fmt: skip
def test_what_makes_no_sense_is_answered_with_a_message(versions, facts, words):
    answer = add(editors_browser(), versions, **facts)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Resource.objects.exists()


@pytest.mark.parametrize("facts", [{"title": ""}, {"slug": "taken"}], ids=["no title", "address in use"])
def test_a_file_that_came_with_a_form_in_error_says_beside_its_field_that_it_must_be_chosen_again(facts):
    office = editors_browser()
    make.make_resource(slug="taken")
    answer = add(office, [version_row(files=[file_row(upload=pdf_upload("Screening.pdf")), file_row("th")])], **facts)
    told = "The file “Screening.pdf” was not kept, because something else is missing or wrong. Choose it again."
    page = answer.content.decode()
    assert page.count(told) == 1
    assert page.index('for="id_versions-0-files-0-file"') < page.index(told)
    assert page.index(told) < page.index('for="id_versions-0-files-0-address"')


def test_a_file_that_is_itself_refused_is_told_of_once():
    upload = SimpleUploadedFile("guide.exe", b"MZ")
    page = add(editors_browser(), [version_row(files=[file_row(upload=upload)])]).content.decode()
    assert "Upload a PDF, Word, Excel or PowerPoint file" in page
    assert "was not kept" not in page


@pytest.mark.parametrize(
    ("thing", "name"), [("resource", "title"), ("series", "title"), ("topic", "title"), ("partner", "name")]
)
def test_the_address_follows_from_the_name_of_a_new_thing_and_stays_with_an_old_one(thing, name):
    """Wagtail's own script fills the field the name points at, while one types."""
    office = editors_browser()
    follows = re.compile(rf'<input type="text" name="{name}"[^>]*w-sync#apply[^>]*data-w-sync-target-value="#id_slug"')
    slug = re.compile(r'<input type="text" name="slug"[^>]*data-controller="w-slug"')
    page = office.get(reverse(f"wagtailsnippets_library_{thing}:add")).content.decode()
    assert follows.search(page)
    assert slug.search(page)
    make.make_resource()
    Series.objects.create(slug="guides", title="Guides")
    Topic.objects.create(slug="ports", title="Ports")
    Partner.objects.create(slug="unhcr", name="UNHCR")
    model = {"resource": Resource, "series": Series, "topic": Topic, "partner": Partner}[thing]
    page = office.get(reverse(f"wagtailsnippets_library_{thing}:edit", args=[model.objects.get().pk])).content.decode()
    assert not follows.search(page)


@pytest.mark.parametrize(
    ("thing", "name"), [("resource", "title"), ("series", "title"), ("topic", "title"), ("partner", "name")]
)
def test_the_name_of_a_new_thing_is_asked_for_under_a_heading_one_can_see(thing, name):
    """What Wagtail calls a title has a heading for screen readers alone, and a field without a border."""
    page = editors_browser().get(reverse(f"wagtailsnippets_library_{thing}:add")).content.decode()
    panel = re.search(rf'<section class="([^"]*)" id="[a-z_-]*-{name}-section" aria-labelledby', page)
    assert panel
    assert "title" not in panel[1].split()


def test_two_files_of_one_language_need_a_name_each():
    office = editors_browser()
    same = [file_row(upload=pdf_upload()), file_row(upload=pdf_upload())]
    assert add(office, [version_row(files=same)]).status_code == 200
    told = [file_row(upload=pdf_upload(), label="Guide"), file_row(upload=pdf_upload(), label="Slides")]
    assert add(office, [version_row(files=told)]).status_code == 302


def test_a_version_that_came_out_stays_and_a_planned_one_can_go():
    office = editors_browser()
    resource = make.make_resource(slug="screening-guide", versions=[{}, {"state": "planned"}])
    first, second = as_it_is(resource)
    answer = edit(office, resource, [{**first, "DELETE": "1"}, second])
    assert "Version 1 came out, so it stays." in answer.content.decode()
    assert edit(office, resource, [first, {**second, "state": "planned", "DELETE": "1"}]).status_code == 302
    assert [version.number for version in Resource.objects.get().versions.all()] == ["1"]


LATER = "Version 1, which this one replaces, is dated later. Correct the date, or move this version up."


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        (["2024-05-01", "2023-05-01"], True),
        (["2024-05-01", "", "2023-05-01"], True),
        (["2024-05-01", "2024-05-01"], False),
        (["2024-05-01", "2025-05-01"], False),
        (["2024-05-01", ""], False),
    ],
    ids=["before", "before the one with a date", "same day", "after", "no date"],
)
def test_a_version_is_not_dated_before_the_one_it_replaces(days, refused):
    rows = [version_row(str(number), published_on=day) for number, day in enumerate(days, start=1)]
    answer = add(editors_browser(), rows)
    assert (answer.status_code, Resource.objects.exists()) == ((200, False) if refused else (302, True))
    if refused:
        page, row = answer.content.decode(), f"id_versions-{len(days) - 1}-published_on"
        assert page.count(LATER) == 1
        assert page.index(f'for="{row}"') < page.index(LATER), "it is said beside the date"


def test_the_date_counts_of_what_came_out_and_stays_in_the_order_of_the_list():
    office = editors_browser()
    planned = version_row("2", state="planned", published_on="2020-01-01")
    assert add(office, [version_row("1", published_on="2024-05-01"), planned]).status_code == 302
    first, second = version_row("1", published_on="2024-05-01"), version_row("0.9", published_on="2023-05-01")
    rows = [{**first, "ORDER": "2"}, {**second, "ORDER": "1"}]
    assert add(office, rows, slug="moved-up").status_code == 302
    assert [version.number for version in Resource.objects.get(slug="moved-up").versions.all()] == ["0.9", "1"]


def delete(office, *resources):
    if len(resources) == 1:
        return office.post(reverse(f"{PREFIX}:delete", args=[resources[0].pk]))
    ids = "&".join(f"id={resource.pk}" for resource in resources)
    return office.post(f"{reverse('wagtail_bulk_action', args=['library', 'resource', 'delete'])}?{ids}")


def test_what_supersedes_something_is_not_deleted():
    office = editors_browser()
    two = make.make_resource(title="Two versions", versions=[{}, {}])
    new = make.make_resource(title="The new one")
    make.make_resource(title="The old one", replaced_by=new)
    answer = delete(office, two)
    assert (answer.status_code, "Version 2 replaces version 1" in answer.content.decode()) == (409, True)
    answer = delete(office, new)
    assert (answer.status_code, "It replaces “The old one”" in answer.content.decode()) == (409, True)
    assert delete(office, two, new).status_code == 409
    assert Resource.objects.count() == 3


def test_what_a_lesson_cites_is_not_deleted():
    office = editors_browser()
    course = make_course(lessons=1)
    source = make.cite(lessons_of(course)[0])
    resource = make.make_resource(words={"sources": [source]})
    answer = delete(office, resource)
    assert (answer.status_code, Resource.objects.count()) == (409, 1)
    assert lessons_of(course)[0].title in answer.content.decode()


def test_what_nothing_stands_on_can_be_deleted():
    office = editors_browser()
    resource = make.make_resource(versions=[{"files": [("en", make.pdf())]}])
    assert delete(office, resource).status_code == 302
    assert (Resource.objects.count(), Passage.objects.count()) == (0, 0)


def test_an_editor_sees_a_page_before_it_is_saved():
    office = editors_browser()
    resource = make.make_resource(slug="screening-guide", versions=[{"files": [("en", make.pdf())]}])
    address = reverse(f"{PREFIX}:preview_on_edit", args=[resource.pk])
    answer = office.post(address, typed(as_it_is(resource), title="A title nobody saved"))
    assert answer.json()["is_valid"], answer.json()
    page = office.get(f"{address}?mode=").content.decode()
    assert "A title nobody saved" in page
    assert Resource.objects.get().title != "A title nobody saved"


def test_lists_in_the_admin_can_be_narrowed():
    office = editors_browser()
    make.make_resource(title="Vermiculite")
    make.make_resource(title="Zephyrine", review_on="2020-01-01")
    make.make_resource(title="Quixotica", versions=[{"files": [("en", make.locked_pdf())]}])
    address = reverse(f"{PREFIX}:list")
    for query, title in [
        ("review_due=true", "Zephyrine"),
        ("reading=failed", "Quixotica"),
        ("q=vermiculite", "Vermiculite"),
    ]:
        page = office.get(f"{address}?{query}").content.decode()
        assert [name for name in ("Vermiculite", "Zephyrine", "Quixotica") if name in page] == [title]
    assert office.get(reverse(f"{PREFIX}:history", args=[Resource.objects.first().pk])).status_code == 200


def test_a_topic_that_is_renamed_finds_its_resources_by_the_new_name(client):
    office = editors_browser()
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    make.make_resource(title="Guide of the topic", words={"topics": [topic]})
    address = reverse("wagtailsnippets_library_topic:edit", args=[topic.pk])
    assert office.post(address, {"title": "Bribery", "slug": "corruption", "position": "0"}).status_code == 302
    assert "Guide of the topic" in client.get("/library/?q=bribery").content.decode()


@pytest.mark.parametrize("role", ["", "trainer", "moderator"])
def test_nobody_else_comes_near_the_form(role):
    browser = signed_in(with_role(role) if role else PersonFactory())
    assert add(browser, [version_row()]).status_code in {302, 404}
    assert not Resource.objects.exists()
