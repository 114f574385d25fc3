"""A resource in words for people: as a row of the list, and with its versions and files on a page of its own."""

from typing import Any
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import languages, uploads
from .models import File, Resource, Version
from .models.versions import current_of, following
from .searching import Match

DAY = "j F Y"
QUARTERS = {
    1: gettext_lazy("January to March"),
    2: gettext_lazy("April to June"),
    3: gettext_lazy("July to September"),
    4: gettext_lazy("October to December"),
}
# What can be said of a resource in two words: by the names they have in addresses.
READY, AWAITED, PLANNED = "ready", "awaited", "planned"
STATES: dict[str, str | Promise] = {
    READY: gettext_lazy("Ready to read"),
    AWAITED: gettext_lazy("File not yet received"),
    PLANNED: gettext_lazy("Planned"),
}


def row(resource: Resource, match: Match | None) -> dict[str, Any]:
    """What a list tells of a resource: enough to choose by, and how much data a file takes."""
    version = current_of(list(resource.versions.all()))
    received = [file for file in version.files.all() if file.is_received()] if version else []
    return {
        "resource": resource,
        "url": resource.get_absolute_url(),
        "kind": resource.get_kind_display(),
        "series": _in_series(resource),
        "partners": ", ".join(str(partner) for partner in resource.partners.all()),
        "state": state_of(version, received),
        "languages": [
            {"code": file.language, "name": languages.own_name(file.language)} for file in _one_each(received)
        ],
        "review_due": resource.is_review_due(),
        "match": match,
    }


def state_of(version: Version | None, received: list[File]) -> dict[str, str]:
    """In two words whether one can read it."""
    if version is None or not version.is_published():
        return {"text": str(STATES[PLANNED]), "kind": "wait"}
    if not received:
        return {"text": str(STATES[AWAITED]), "kind": "plain"}
    return {"text": str(STATES[READY]), "kind": "good"}


def detail(resource: Resource, viewer: Any, number: str = "") -> dict[str, Any]:
    """A resource with one of its versions in front: the newest, or the one that was asked for."""
    versions = list(resource.versions.all())
    chosen = next((version for version in versions if version.number == number), None) or current_of(versions)
    return {
        "resource": resource,
        "kind": resource.get_kind_display(),
        "version": _version(chosen, resource) if chosen else None,
        "replacements": _replacements(resource, chosen, versions, viewer),
        "others": [_version(version, resource) for version in reversed(versions) if version is not chosen],
        "facts": _facts(resource),
        "mentions": list(resource.mentions.all()),
        "review_due": resource.is_review_due(),
    }


def planned_for(version: Version) -> str:
    """“January to March 2023”, or as much of it as is known."""
    if not version.planned_year:
        return ""
    if version.planned_quarter:
        months = str(QUARTERS[version.planned_quarter])
        return _("%(months)s %(year)s") % {"months": months, "year": version.planned_year}
    return str(version.planned_year)


def _version(version: Version, resource: Resource) -> dict[str, Any]:
    files = list(version.files.all())
    when = date_format(version.published_on, DAY) if version.published_on else ""
    return {
        "number": version.number,
        "url": f"{resource.get_absolute_url()}{version.number}/" if resource.slug else "",
        "state": state_of(version, [file for file in files if file.is_received()]),
        "is_published": version.is_published(),
        "published_on": when,
        "planned_for": planned_for(version),
        "changes": version.changes,
        "files": [_file(file, version, resource) for file in files if file.is_received()],
    }


def _file(file: File, version: Version, resource: Resource) -> dict[str, Any]:
    facts = {"code": file.language, "language": languages.own_name(file.language), "label": file.label}
    if file.address:
        return {**facts, "address": file.address, "site": urlsplit(file.address).hostname or ""}
    kind = uploads.TYPES[file.extension()]
    url = f"{resource.get_absolute_url()}{version.number}/{file.public_id}/" if resource.slug and file.pk else ""
    return {**facts, "url": url, "is_pdf": file.is_pdf(), "type": kind.label, "size": filesizeformat(file.size)}


def _replacements(
    resource: Resource, version: Version | None, versions: list[Version], viewer: Any
) -> list[dict[str, str]]:
    """What took, or is to take, the place of this version: in the end the newest of all."""
    told = []
    after = following(version, versions) if version else []
    newest = [other for other in after if other.is_published()][-1:]
    for other in newest or after[-1:]:
        facts = {"number": other.number}
        title = _("Version %(number)s replaces this version") if newest else _("A newer version is planned")
        text = "" if newest else _("Version %(number)s is to replace this version.") % facts
        url = f"{resource.get_absolute_url()}{other.number}/" if resource.slug else ""
        told.append({"title": title % facts, "text": text, "url": url, "link": _("See version %(number)s") % facts})
    visible = _last_visible(resource.successors(), viewer)
    if visible is not None:
        told.append(
            {
                "title": _("Another resource took the place of this one"),
                "text": "",
                "url": visible.get_absolute_url(),
                "link": visible.title,
            }
        )
    return told


def _last_visible(successors: list[Resource], viewer: Any) -> Resource | None:
    if not successors:
        return None
    seen = Resource.objects.visible_to(viewer).in_bulk([one.pk for one in successors])
    return next((one for one in reversed(successors) if one.pk in seen), None)


def _facts(resource: Resource) -> list[dict[str, str]]:
    areas = dict.fromkeys(area.name for area in resource.areas.all())
    rows = [
        (_("Kind"), str(resource.get_kind_display())),
        (_("Series"), _in_series(resource)),
        (_("Year"), str(resource.year or "")),
        (_("Made with"), ", ".join(partner.name for partner in resource.partners.all())),
        (_("Topics"), ", ".join(topic.title for topic in resource.topics.all())),
        (_("Programmes"), ", ".join(programme.name for programme in resource.programmes.all())),
        (_("Strategic purposes"), ", ".join(purpose.title for purpose in resource.purposes.all())),
        (_("Areas of cooperation"), ", ".join(areas)),
        (_("Licence"), resource.licence),
        (_("To be reviewed by"), date_format(resource.review_on, DAY) if resource.review_on else ""),
        (_("Who may see it"), str(resource.get_audience_display())),
    ]
    return [{"term": str(term), "value": str(value)} for term, value in rows if value]


def _in_series(resource: Resource) -> str:
    if not resource.series:
        return ""
    return f"{resource.series.title}, {resource.number}" if resource.number else resource.series.title


def _one_each(files: list[File]) -> list[File]:
    return list({file.language: file for file in files}.values())
