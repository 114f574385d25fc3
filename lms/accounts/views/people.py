"""The people of the office: who awaits verification, who is where, what was decided (H9, P25)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail import hooks

from .. import permissions
from ..forms import NEW_NAME, PeopleFilterForm
from ..models import Affiliation, Member, NameRequest, RoleGrant, User, present_posts
from ..names import name_key
from ..timeline import timeline

PAGE = 50
TIMELINE = 30
# So long after verifying somebody one is led on to the next, who is looked for among so many.
SITTING, FEW = timedelta(hours=1), 5

P = ParamSpec("P")


def for_people(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Staff and focal points; for everybody else there is nothing at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not permissions.can_see_people(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def found(request: HttpRequest, public_id: UUID) -> User:
    """A person this office may look after; a wrong address and a forbidden one look alike."""
    person: User = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    return person


@for_people
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in sight, who awaits verification first."""
    form = PeopleFilterForm(request.GET, members=Member.objects.looked_after_by(request.user))
    query = form.cleaned_data if form.is_valid() else {}
    seen = User.objects.visible_to(request.user).exclude(state=User.State.ERASED).waiting_first()
    matching = _after(_matching(seen, query, request.user), seen, request.GET.get("after"))
    rows = list(matching.prefetch_related(*_present())[: PAGE + 1])
    older = urlencode({**request.GET.dict(), "after": rows[PAGE - 1].public_id}) if len(rows) > PAGE else ""
    context = {
        "form": form,
        "people": rows[:PAGE],
        "older_url": f"?{older}" if older else "",
        "first_url": request.path if request.GET.get("after") else "",
        "is_filtered": any(query.values()),
        "is_staff": permissions.is_staff(request.user),
    }
    return render(request, "lms/accounts/people.html", context)


def _matching(people: Any, query: dict[str, Any], viewer: Any) -> Any:
    people = people.matching(query.get("q", ""))
    if query.get("state") == NEW_NAME:
        people = people.with_new_name_for(viewer)
    elif query.get("state"):
        people = people.filter(state=query["state"])
    if query.get("member"):
        posts = Affiliation.objects.filter(member=query["member"], valid_to=None)
        people = people.filter(pk__in=posts.values("person"))
    if query.get("role"):
        grants = RoleGrant.objects.standing(timezone.now()).filter(role=query["role"])
        people = people.filter(pk__in=grants.values("person"))
    return people


def _after(people: Any, seen: Any, public_id: str | None) -> Any:
    """The page after this person. Read among those in sight, so that nothing can be learnt from a guessed id."""
    try:
        last = seen.filter(public_id=UUID(public_id)).first() if public_id else None
    except ValueError:
        last = None
    return people.after(last) if last else people


def _present() -> list[Prefetch]:
    grants = RoleGrant.objects.standing(timezone.now())
    return [
        present_posts(),
        Prefetch("role_grants", grants, to_attr="present_grants"),
        Prefetch("name_requests", NameRequest.objects.open(), to_attr="new_names"),
    ]


@for_people
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person: where they served, what they may do, what was decided, and what may be done now."""
    someone = found(request, public_id)
    staff = permissions.is_staff(request.user)
    address = EmailAddress.objects.filter(user=someone, email=someone.email).first()
    context = {
        "person": someone,
        "affiliations": someone.affiliations.select_related("member", "agency_type"),
        "address_is_confirmed": bool(address and address.verified),
        "decisions": someone.decisions.select_related("decided_by") if staff else [],
        "grants": _grants(someone) if staff else [],
        "now": timezone.now(),
        "timeline": timeline(someone, TIMELINE) if staff else [],
        "duplicates": _duplicates(request, someone),
        "panels": [panel for hook in hooks.get_hooks("register_person_panels") for panel in hook(request, someone)],
        "may": _may(request.user, someone),
        "next_waiting": _next_waiting(request, someone),
        **_new_name(request, someone),
    }
    return render(request, "lms/accounts/person.html", context)


def _new_name(request: HttpRequest, someone: User) -> dict[str, Any]:
    """The name this person wants, and whose it is already, as far as this office may look."""
    wanted = someone.name_requests.open().first()
    if wanted is None:
        return {"new_name": None}
    alike = User.objects.visible_to(request.user).exclude(pk=someone.pk).exclude(state=User.State.ERASED)
    found = {one.pk: one for name in wanted.wanted().values() if name for one in alike.called(name)[:FEW]}
    return {"new_name": wanted, "namesakes": list(found.values())[:FEW]}


def _next_waiting(request: HttpRequest, someone: User) -> User | None:
    """Who is looked at next, for whoever has verified this person in this sitting."""
    verified_at = someone.verified_at if someone.verified_by_id == request.user.pk else None
    if verified_at is None or timezone.now() - verified_at > SITTING:
        return None
    waiting = User.objects.visible_to(request.user).awaiting_verification()
    return next(
        (one for one in waiting.order_by("joined_at", "pk")[:FEW] if permissions.can_verify(request.user, one)), None
    )


def _may(user: Any, someone: User) -> dict[str, bool]:
    return {
        "verify": permissions.can_verify(user, someone),
        "name": permissions.can_settle_name(user, someone),
        "manage": permissions.can_manage(user, someone),
        "grant": permissions.can_grant_roles(user, someone),
    }


def _grants(someone: User) -> list[dict[str, Any]]:
    """All roles ever given, each with the place it holds for where that is a member."""
    grants = list(someone.role_grants.all())
    members = dict(
        Member.objects.filter(public_id__in=[one.scope_id for one in grants]).values_list("public_id", "name")
    )
    fields = ("public_id", "get_role_display", "scope_kind", "get_scope_kind_display", "starts_at", "ends_at")
    return [{name: getattr(one, name) for name in fields} | {"place": members.get(one.scope_id)} for one in grants]


def _duplicates(request: HttpRequest, someone: User) -> list[dict[str, str]]:
    """Perhaps the same person twice: same name, member and agency. A hint for people; nothing merges by itself (H9)."""
    post = someone.affiliations.filter(valid_to=None).first()
    if post is None or not someone.name_key:
        return []
    alike = User.objects.visible_to(request.user).filter(
        name_key=someone.name_key, affiliations__valid_to=None, affiliations__member=post.member
    )
    same_agency = name_key(post.agency)
    return [
        {"name": other.full_name, "email": other.email, "url": reverse("accounts:person", args=[other.public_id])}
        for other in alike.exclude(pk=someone.pk).exclude(state=User.State.ERASED)[:5]
        if same_agency == name_key(other.affiliations.get(valid_to=None).agency)
    ]
