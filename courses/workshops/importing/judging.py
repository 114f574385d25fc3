"""What a row would change in a cohort: a pure decision about what stands in it and what is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lms.accounts.models import User
from lms.accounts.names import name_key

from ..models import ImportRow, Place
from ..roster_file.headings import LABELS, PARTS
from ..roster_file.rows import DIFFERS, PROBLEM, WARNING, Remark
from ..states import GONE
from .known import Facts, Known, likeness

Verdict = ImportRow.Verdict
# Without these nobody can be invited.
NEEDED_OF_NEW = {
    "full_name": gettext_noop("Write the full name."),
    "member": gettext_noop("Write the member of the Bali Process."),
    "agency_type": gettext_noop("Write the kind of agency."),
}


@dataclass
class Judgement:
    """What would become of a row, and what there is to say about it."""

    verdict: str
    remarks: list[Remark] = field(default_factory=list)
    fills: Facts = field(default_factory=dict)
    # An invitation goes out.
    is_unknown: bool = False

    @property
    def has_warning(self) -> bool:
        return any(remark.kind in (WARNING, DIFFERS) for remark in self.remarks)


def judge(facts: Facts, remarks: Iterable[Remark], known: Known, headings: dict[str, str]) -> Judgement:
    """`remarks` are those of the file alone; a problem among them settles it."""
    said = list(remarks)
    if any(remark.kind == PROBLEM for remark in said):
        return Judgement(Verdict.PROBLEM, said)
    email = facts.get("email", "")
    if not email:
        # Erased between the check and the writing, because the person asked for it.
        return Judgement(Verdict.PROBLEM, [Remark(PROBLEM, headings["email"], _("What this row said was erased."))])
    if email in known.refused:
        # Suspended, erased or staff: refused in the same words, so that nothing is told about an account (B-C7).
        text = _("This address cannot be added by a list.")
        return Judgement(Verdict.PROBLEM, [*said, Remark(PROBLEM, headings["email"], text, _("Ask the RSO."))])
    person, place = known.people.get(email), known.places.get(email)
    if person is not None:
        said += _differences(person, facts, headings)
        return _of_person(person, place, facts, said, headings)
    if place is not None and _stands(place):
        return Judgement(Verdict.UNCHANGED, [*said, *_left(place, headings)])
    if email in known.invitations:
        text = _("Invited already; no second mail is sent.")
        return Judgement(Verdict.NEW, [*said, _warn("email", text, headings)])
    return _of_nobody(facts, said, known, headings)


def _of_person(
    person: User, place: Place | None, facts: Facts, said: list[Remark], headings: dict[str, str]
) -> Judgement:
    """Somebody with an account: never renamed, never mailed; a blank may be filled (H8)."""
    fills = _fills(person, facts)
    if place is None or not _stands(place):
        return Judgement(Verdict.NEW, said, fills)
    return Judgement(Verdict.FILLS if fills else Verdict.UNCHANGED, [*said, *_left(place, headings)], fills)


def _of_nobody(facts: Facts, said: list[Remark], known: Known, headings: dict[str, str]) -> Judgement:
    missing = [name for name in NEEDED_OF_NEW if not facts.get(name)]
    if missing:
        text = _("Needed for the invitation, and empty.")
        said += [Remark(PROBLEM, headings[name], text, _(NEEDED_OF_NEW[name])) for name in missing]
        return Judgement(Verdict.PROBLEM, said)
    alike = known.alike.get(likeness(facts) or ("", "", ""), set()) - {facts["email"]}
    if alike:
        text = _("Perhaps somebody we know: name, member and agency are the same, the address is another.")
        fix = _("If it is the same person, use the address of their account. Nothing is merged by itself.")
        said.append(Remark(WARNING, headings["email"], text, fix))
    return Judgement(Verdict.NEW, said, is_unknown=True)


def find_alike(rows: Collection[tuple[Facts, Judgement]], headings: dict[str, str]) -> None:
    """The same name, member and agency twice in one list, under two addresses (H9)."""
    first: dict[tuple[str, str, str], str] = {}
    for facts, judgement in rows:
        one = likeness(facts)
        if one is None or judgement.verdict == Verdict.PROBLEM:
            continue
        if first.setdefault(one, facts["email"]) != facts["email"]:
            text = _("Another row has the same name, member and agency under another address.")
            judgement.remarks.append(_warn("email", text, headings))


def _stands(place: Place) -> bool:
    """Who withdrew or declined stays out however often a list is uploaded; what an undo took back may come again."""
    return place.state not in GONE or getattr(place, "last_step_undoes", None) is None


def _left(place: Place, headings: dict[str, str]) -> list[Remark]:
    if place.state not in GONE:
        return []
    text = _("Has left this cohort and is not added again by a list.")
    return [Remark(WARNING, headings["email"], text, _("Add them by hand if they come after all."))]


def _differences(person: User, facts: Facts, headings: dict[str, str]) -> list[Remark]:
    found = []
    keys = {name_key(person.full_name), name_key(person.native_name)}
    if facts.get("full_name") and name_key(facts["full_name"]) not in keys:
        found.append(_differs("full_name", _("The account has another name; it is not changed."), headings))
    posts = getattr(person, "present_posts", [])
    if facts.get("member") and posts and posts[0].member.code != facts["member"]:
        found.append(_differs("member", _("The account belongs to another member; it is not changed."), headings))
    if facts.get("agency") and posts and posts[0].agency and name_key(posts[0].agency) != name_key(facts["agency"]):
        found.append(_differs("agency", _("The account has another agency; it is not changed."), headings))
    return found


def _fills(person: User, facts: Facts) -> Facts:
    # A name confirmed for certificates is the person's own, its spelling in their script too (C2).
    may = facts.get("native_name") and not person.native_name and not person.certificate_name_confirmed_at
    return {"native_name": facts["native_name"]} if may else {}


def _differs(name: str, text: str, headings: dict[str, str]) -> Remark:
    return Remark(DIFFERS, headings[name], text)


def _warn(name: str, text: str, headings: dict[str, str]) -> Remark:
    return Remark(WARNING, headings[name], text)


def headings_of(fields: list[str], headings: list[str]) -> dict[str, str]:
    """What each field is called in this file; a column it has not is called as in the template."""
    own = {name: heading for name, heading in zip(fields, headings, strict=False) if name}
    parts = " + ".join(heading for name, heading in own.items() if name in PARTS)
    own = {"full_name": parts} | own if parts else own
    return {name: own.get(name) or str(label) for name, label in LABELS.items()}
