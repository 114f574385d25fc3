"""Reads the access matrix, and asks every address of the URLconf as every role."""

import re
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import yaml
from django.core.cache import cache
from django.db import transaction
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils import translation
from django.utils.http import http_date, parse_http_date

from courses.credentials import codes
from lms.page_frame import sheet_version
from tests.factories.roles import ROLES, World

FILE = Path(__file__).with_name("access_matrix.yaml")
ADMIN = "cms/"
# The one in C where it is there: every process reads it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\((?:\?P<(\w+)>)?[^()]*\)")
# Ours, and Wagtail's own, which leads to ours.
SIGN_IN = re.compile(r"^(/\w\w)?(/accounts/login/|/cms/login/)")
# What a page that is closed may answer where the method is not taken at all: asked before or after permission.
NOT_TAKEN = {405, 404, "login"}

# Seconds: what runs out at once is dated with the second of the answer.
A_MOMENT = 60


@dataclass(frozen=True)
class Route:
    """One line of the URLconf."""

    name: str
    path: str

    def address(self, values: dict) -> str:
        return "/" + PLACE.sub(lambda place: str(values[place[1]]), self.path)

    @cached_property
    def places(self) -> list[str]:
        return PLACE.findall(self.path)


def routes(resolver=None, before="", names=()):
    """Every route, own or of a library, in the order of the URLconf."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + _text(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path, (*names, entry.namespace) if entry.namespace else names)
        else:
            yield Route(":".join((*names, entry.name or path)), path)


def _text(pattern) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    text = GROUP.sub(lambda group: f"<{group[1] or 'part'}>", str(pattern)).strip("^$")
    # A file's number and name are one place: each must fit the other.
    return text.replace("part>/<part", "part").replace("\\.", ".").replace(".*", "anything")


def own_routes():
    with translation.override("en"):
        return [route for route in routes() if not route.path.startswith(ADMIN) and route.name != "wagtail_serve"]


def admin_routes():
    return [route for route in routes() if route.path.startswith(ADMIN)]


class Matrix:
    """The file, read."""

    def __init__(self) -> None:
        read = yaml.load(FILE.read_text(), Loader=LOADER)
        self.groups: dict[str, list[str]] = {**read["groups"], "all": ROLES}
        self.rows, self.things = read["rows"], read["things"]
        self.routes, self.pages, self.admin = read["routes"], read["pages"], read["admin"]

    def expected(self, said) -> dict:
        """What each role is answered: a row by its name, an answer for all, or several of them one over the other."""
        parts = said if isinstance(said, list) else [said]
        answers: dict = {}
        for part in parts:
            part = self.rows.get(part, part) if isinstance(part, str) else part
            if isinstance(part, list):
                answers |= self.expected(part)
            elif isinstance(part, dict):
                for who, answer in part.items():
                    answers |= dict.fromkeys(self.groups.get(who, [who]), answer)
            else:
                answers |= dict.fromkeys(ROLES, part)
        return answers

    def cells(self, name: str):
        """A route may stand several times, once for each object it is tried with: `name @object`."""
        return {key: cell for key, cell in self.routes.items() if key.split(" @")[0] == name}

    def values(self, route: Route, cell: dict, world: World) -> dict:
        """What stands in the address: ids of things that belong to somebody, by the name of the place."""
        names = dict(self.things["everywhere"])
        for prefix, more in self.things.items():
            if route.name.startswith(prefix):
                names |= more
        names |= cell.get("with", {})
        return {place: world.things.get(names.get(place, place), names.get(place, place)) for place in route.places}


def absent(values: dict) -> dict:
    """The same address for something that never was."""
    return {name: _absent(name, value) for name, value in values.items()}


def _absent(name, value):
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, int):
        return value if name in {"position", "number"} else 10**9
    other = {"typed": codes.encode(1), "token": f"{value[:-3]}xyz", "part": f"99{value}", "name": f"{value[:-1]}1"}
    return other.get(name, value)


@contextmanager
def undone():
    """What a request writes is taken back, so that the next one meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """One role's browser, which forgets what each request did."""

    def __init__(self, world: World, role: str, prefix: str = "") -> None:
        self.client = world.client(role)
        self.client.raise_request_exception = False
        self.prefix = prefix
        # As a browser that has the style sheet, so that it does not come with every page.
        self.client.cookies["css"] = sheet_version("site")
        cache.clear()
        with undone():
            self.client.get("/accounts/login/")

    def ask(self, method: str, address: str, **options):
        with undone(), self.unchanged():
            return self.read(getattr(self.client, method)(self.prefix + address, **options))

    @contextmanager
    def unchanged(self):
        """Whatever happens inside, signing out too, the browser has the cookies it had."""
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        kept, expiring = cache._cache.copy(), cache._expire_info.copy()
        yield
        self.client.cookies.clear()
        for name, value in cookies.items():
            self.client.cookies[name] = value
        # What was counted is forgotten; words and menus of every page stay, as they do in a process that serves.
        cache.clear()
        cache._cache.update(kept)
        cache._expire_info.update(expiring)

    @staticmethod
    def read(response):
        """Status, headers and the whole body, also of a file."""
        body = response.getvalue() if response.streaming else response.content
        text = body.decode(errors="replace")
        return SimpleNamespace(status=response.status_code, headers=response.headers, body=text)


def kind(answer) -> int | str:
    """The status, with a way to the sign-in page told from a way elsewhere."""
    if answer.status in {301, 302} and SIGN_IN.match(answer.headers["Location"]):
        return "login"
    return answer.status


def fits(found, wanted) -> bool:
    if wanted == "never":
        return found in NOT_TAKEN
    if wanted == "open":
        return isinstance(found, int) and found < 500
    return found == wanted


def bare(answer, *addresses: str):
    """An answer without what may differ between two equal ones: request id, the moment, nonces, tokens, the address itself."""
    headers = {name: value for name, value in answer.headers.items() if name not in {"X-Request-Id", "Content-Length"}}
    # A page that may not be kept says that it runs out now; any other moment is compared.
    if abs(parse_http_date(headers.get("Expires", http_date(0))) - time.time()) < A_MOMENT:
        headers["Expires"] = "NOW"
    text = f"{answer.status}\n{sorted(headers.items())}\n{answer.body}"
    text = text.replace(answer.headers["X-Request-Id"], "ID")
    for address in [*addresses, *(quote(address, safe="") for address in addresses)]:
        text = text.replace(address, "ADDRESS")
    text = re.sub(r"nonce(-|=\")[\w+/=-]+", "NONCE", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "TOKEN", text)
