"""Resources with versions and files; PDF files of every kind, good and bad."""

import io
import itertools
from functools import cache

from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from cms.library import actions
from cms.library.models import File, Resource, Version
from lms.setup.demo.library import job_aid
from tests.factories.catalogue import cited, publish
from tests.factories.cms import make_source

_numbers = itertools.count(1)
THAI = ["ผู้เสียหายจากการค้ามนุษย์ต้องได้รับความช่วยเหลือก่อน", "มีใครเก็บหนังสือเดินทางของคุณไว้หรือไม่"]
KHMER = ["តើអ្នកត្រូវការគ្រូពេទ្យទេ?", "ជនរងគ្រោះនៃអំពើជួញដូរមនុស្ស"]


def make_resource(*, versions=None, read=True, by=None, words=None, **facts):
    """A public guide with one version that came out, unless told otherwise; `files` of a version are (language, bytes)."""
    number = next(_numbers)
    facts = {"title": f"Guide number {number}", "kind": "practitioner_guide", "audience": "public", **facts}
    slug = facts.pop("slug", f"guide-{number}")
    resource = Resource(slug=slug, **facts)
    for name, chosen in (words or {}).items():
        getattr(resource, name).set(chosen)
    for place, version in enumerate(versions or [{}]):
        resource.versions.add(_version(place, **version))
    actions.save(resource, by=by)
    resource = Resource.objects.get(pk=resource.pk)
    if read:
        for file in File.objects.filter(version__resource=resource, reading="waiting"):
            actions.read(file)
    return resource


def _version(place, files=(), **facts):
    version = Version(**{"number": str(place + 1), "state": "published", "sort_order": place, **facts})
    version.files.set([a_file(*file) for file in files])
    return version


def a_file(language, content, name="guide.pdf"):
    if isinstance(content, str):
        return File(language=language, address=content)
    return File(language=language, file=ContentFile(content, name=name))


def file_of(resource, language="en"):
    return File.objects.filter(version__resource=resource, language=language).latest("pk")


def cite(lesson):
    """The lesson rests on a source from now on: that source."""
    source = make_source()
    lesson.body = [cited(source)]
    publish(lesson)
    return source


@cache
def pdf(language="en", *points):
    """One page of words; the same words are drawn once."""
    return job_aid(language, "First questions", list(points) or ["Are you safe now?"])


def many_pages(count, words="Are you safe now?"):
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(pdf("en", words))).pages[0]
    for _ in range(count):
        writer.add_page(page)
    return _bytes(writer)


def locked_pdf():
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("a secret", algorithm="AES-256")
    return _bytes(writer)


def unlocked_pdf():
    """Locked against printing and copying alone: whoever opens it needs no password."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("", owner_password="of the owner", algorithm="AES-256")
    return _bytes(writer)


def pictures_only():
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return _bytes(writer)


def unfolding(size=120_000_000):
    """A few kilobytes that unfold to far more than a reader may take."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(b"q Q\n" * (size // 4))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode(9))
    page[NameObject("/Resources")] = DictionaryObject()
    return _bytes(writer)


def _bytes(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
