"""The load: a process of its own that sends the requests of a plan to this machine and writes down how each was answered.

`python -m tests.bench.client ORDER.json`, where the order names the plan, the port, the kinds with their shares, how
long, how fast (0: as fast as answers come) and over how many connections. Nothing of Django is here.
"""

import http.client
import json
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

HOST = "bench.example"
FORM = "application/x-www-form-urlencoded"
# What an answer may be without being a fault; anything from 500 on always is one.
GOOD = {200, 302, 304}
PATIENCE = 30
# However it is asked: no run is longer, none sends more.
LONGEST, MOST = 3_600, 500_000

Sent = tuple[str, str, dict[str, str], str]


class Visitors:
    """What to send next, for each kind, drawn by chance from the plan."""

    def __init__(self, plan: dict[str, Any], chance: Random) -> None:
        self.plan, self.chance, self.seq = plan, chance, 1000

    def new_uuid(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def headers(self, cookie: str = "") -> dict[str, str]:
        """As the proxy in front would pass them on: from many addresses, over TLS."""
        near = ".".join(["10", *(str(self.chance.randrange(1, 255)) for _ in range(3))])
        found = {"Host": HOST, "X-Forwarded-For": near, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
        return found | ({"Cookie": cookie} if cookie else {})

    def form(self, who: dict[str, Any]) -> dict[str, str]:
        return self.headers(who["cookie"]) | {"Content-Type": FORM, "Origin": f"https://{HOST}"}

    def get(self, path: str, who: dict[str, Any] | None) -> Sent:
        return "GET", path, self.headers(who["cookie"] if who else ""), ""

    def reader(self) -> dict[str, Any]:
        found: dict[str, Any] = self.chance.choice(self.plan["readers"])
        return found

    def lesson(self) -> Sent:
        return self.get(self.chance.choice(self.plan["lessons"]), self.reader())

    def progress(self) -> Sent:
        who = self.reader()
        body = {"csrfmiddlewaretoken": who["csrf"], "client_uuid": self.new_uuid()}
        return "POST", self.chance.choice(who["done"]), self.form(who), urlencode(body)

    def answer(self) -> Sent:
        who = self.chance.choice(self.plan["takers"])
        place = self.chance.choice(who["places"])
        self.seq += 1
        body = {
            "csrfmiddlewaretoken": who["csrf"], "client_uuid": self.new_uuid(), "client_seq": self.seq,
            "option": self.chance.choice(place["options"]),
        }  # fmt: skip
        return "POST", place["url"], self.form(who) | {"Accept": "application/json"}, urlencode(body)

    def dashboard(self) -> Sent:
        return self.get("/me/", self.reader())

    def forum(self) -> Sent:
        return self.get(self.chance.choice(self.plan["forum"]), self.reader())

    def catalogue(self) -> Sent:
        return self.get(
            self.chance.choice(self.plan["catalogue"]), None if self.chance.random() < 0.7 else self.reader()
        )

    def verify(self) -> Sent:
        return self.get(self.chance.choice(self.plan["verify"]), None)

    def of(self, kind: str) -> Sent:
        draw = getattr(self, kind, None)
        if draw is not None:
            sent: Sent = draw()
            return sent
        one = self.plan["pages"][kind]
        return self.get(one["path"], {"cookie": one["cookie"]})


class Line:
    """One connection, kept open as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.port, self.connection = port, http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def send(self, sent: Sent) -> tuple[int, bytes, list[str]]:
        method, path, headers, body = sent
        try:
            self.connection.request(method, path, body=body or None, headers=headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            return 599, b"", []

    def sign_in(self, visitors: Visitors) -> int:
        """Through the form as a person would: the page, its token, then the address and the password."""
        headers = visitors.headers() | {"Accept-Encoding": "identity"}
        status, page, cookies = self.send(("GET", "/accounts/login/", headers, ""))
        if status != 200:
            return status
        token = page.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        body = {
            "csrfmiddlewaretoken": token, "login": visitors.chance.choice(visitors.plan["emails"]),
            "password": visitors.plan["password"],
        }  # fmt: skip
        cookie = "; ".join(one.partition(";")[0] for one in cookies)
        status, _page, _cookies = self.send(
            (
                "POST",
                "/accounts/login/",
                visitors.form({"cookie": cookie}) | headers | {"Cookie": cookie},
                urlencode(body),
            )
        )
        return status if status == 302 else max(status, 400)


class Run:
    """Some connections at once, each sending at its turns or as soon as it has its answer."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order, self.plan = order, json.loads(Path(order["plan"]).read_text())
        self.rate, self.lines = float(order["rate"]), int(order["connections"])
        self.seconds = min(float(order["seconds"]), LONGEST)
        self.took: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.acknowledged: list[str] = []
        self.lock, self.count = threading.Lock(), 0

    def whole(self) -> dict[str, Any]:
        began = time.perf_counter()
        threads = [threading.Thread(target=self.line, args=(number, began)) for number in range(self.lines)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {
            "seconds": time.perf_counter() - began,
            "took": self.took,
            "statuses": {
                kind: {str(status): n for status, n in found.items()} for kind, found in self.statuses.items()
            },
            "acknowledged": self.acknowledged,
        }

    def line(self, number: int, began: float) -> None:
        """Late turns are sent at once, and counted from when they were due: nobody's wait is left out."""
        visitors = Visitors(self.plan, Random(f"{self.order['seed']}:{number}"))
        line, kinds, shares = Line(self.order["port"]), list(self.order["mix"]), list(self.order["mix"].values())
        visitors.seq, turn = 1000 + number, 0
        while (now := time.perf_counter()) - began < self.seconds and self.count < MOST:
            due = began + (turn * self.lines + number) / self.rate if self.rate else now
            if due - began >= self.seconds:
                break
            if due > now:
                time.sleep(due - now)
            turn += 1
            kind = visitors.chance.choices(kinds, shares)[0]
            sent = None if kind == "sign_in" else visitors.of(kind)
            status = line.send(sent)[0] if sent else line.sign_in(visitors)
            self.note(kind, sent, status, 1000 * (time.perf_counter() - due))

    def note(self, kind: str, sent: Sent | None, status: int, milliseconds: float) -> None:
        with self.lock:
            self.count += 1
            self.took[kind].append(round(milliseconds, 2))
            self.statuses[kind][status] += 1
            if kind == "answer" and status == 200 and sent:
                self.acknowledged.append(sent[3].partition("client_uuid=")[2].partition("&")[0])


def main() -> int:
    order = json.loads(Path(sys.argv[1]).read_text())
    Path(order["result"]).write_text(json.dumps(Run(order).whole()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
