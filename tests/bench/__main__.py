"""`make bench`: fills two sites, puts the same load on both, and says what each page and each answer cost.

SECONDS of mixed load on each site (300), FACTOR of the full size (1 on PostgreSQL, 0.02 on SQLite), SEED (1), DAY, RATE in
requests a second (0: as many as are answered), CONNECTIONS (8), CLIENTS (2), REPORT=docs/bench.md, JSON=path, KEEP=1 to
keep the sites for the next run, BENCH_DIR. DATABASE_URL names any database of a server on which databases may be made.
"""

import json
import os
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any

from . import sites
from .costs import beside_bare
from .house import House, at_work
from .report import markdown, summary
from .sites import EMPTY, FULL, WORK, Site

SECONDS = float(os.environ.get("SECONDS", "300"))
FACTOR = float(os.environ.get("FACTOR", "1" if sites.SERVER else "0.02"))
SEED, DAY = int(os.environ.get("SEED", "1")), os.environ.get("DAY", "")
RATE = float(os.environ.get("RATE", "0"))
CONNECTIONS, CLIENTS = int(os.environ.get("CONNECTIONS", "8")), int(os.environ.get("CLIENTS", "2"))
# L-1, word for word.
MIX = {
    "lesson": 40,
    "progress": 20,
    "answer": 15,
    "dashboard": 10,
    "forum": 7,
    "catalogue": 5,
    "verify": 2,
    "sign_in": 1,
}
ANONYMOUS = {"catalogue": 50, "verify": 50}
WARM = 10.0
runs = count(1)


def main() -> int:
    filled = sites.made(FACTOR, SEED, DAY)
    found: dict[str, Any] = {
        "settings": {
            "seconds": SECONDS,
            "factor": FACTOR,
            "seed": SEED,
            "rate": RATE,
            "connections": CONNECTIONS * CLIENTS,
        },
        "database": "PostgreSQL" if sites.SERVER else "SQLite",
        "machine": {"processors": os.cpu_count(), "load_before": os.getloadavg()},
        "filled_in": filled,
        "sizes": {site.name: sites.size_of(site) for site in (EMPTY, FULL)},
        "counts": json.loads(FULL.run("-m", "tests.bench.fill", COUNT_ONLY="1")),
    }
    for site in (EMPTY, FULL):
        site.run("-m", "tests.bench.stage", str(plan(site)))
    # There and back again: what else the machine does in between falls on both alike.
    turns = [EMPTY, FULL, FULL, EMPTY] if SECONDS >= 60 else [EMPTY, FULL]
    mixed: dict[str, list[dict[str, Any]]] = {"empty": [], "full": []}
    for site in turns:
        share = SECONDS / (len(turns) // 2)
        mixed[site.name].append(load(site, f"mixed load, {site.name}", MIX, share, RATE))
    found["mixed"] = {name: summary(some) for name, some in mixed.items()}
    found["answers"] = answers()
    found["anonymous"] = {
        site.name: summary([load(site, f"anonymous, {site.name}", ANONYMOUS, some(), 0)]) for site in (EMPTY, FULL)
    }
    print("beside a bare view", flush=True)
    found["beside_bare"] = {site.name: beside_bare(site, plan(site)) for site in (EMPTY, FULL)}
    print("every page alone", flush=True)
    found["pages"] = {site.name: json.loads(site.run("-m", "tests.bench.pages", "--json")) for site in (EMPTY, FULL)}
    found["machine"]["load_after"] = os.getloadavg()
    return told(found)


def some() -> float:
    return max(10.0, min(60.0, SECONDS / 5))


def told(found: dict[str, Any]) -> int:
    text = markdown(found)
    print(text)
    if os.environ.get("REPORT"):
        Path(os.environ["REPORT"]).write_text(text)
    Path(os.environ.get("JSON") or WORK / "bench.json").write_text(json.dumps(found, indent=1))
    if os.environ.get("KEEP") != "1":
        sites.drop_all()
    slow = [page for page in found["pages"]["full"] if page["slow"]]
    lost = found["answers"]["missing"]
    faults = sum(one["faults"] for one in found["mixed"].values())
    return bool(slow or lost or faults)


def plan(site: Site) -> Path:
    return site.folder / "plan.json"


def answers() -> dict[str, Any]:
    """L-4: every answer that was acknowledged is asked for in the database afterwards."""
    one = load(FULL, "answers alone", {"answer": 1}, some(), float(os.environ.get("ANSWER_RATE", "0")))
    path = FULL.folder / "acknowledged.json"
    path.write_text(json.dumps(one.pop("acknowledged")))
    return summary([one]) | json.loads(FULL.run("-m", "tests.bench.stage", "--acknowledged", str(path)))


def load(site: Site, name: str, mix: dict[str, int], seconds: float, rate: float) -> dict[str, Any]:
    """The house opened anew, warmed up, then the load from processes of its own."""
    print(f"{name}: {seconds:.0f} s", flush=True)
    with at_work(site) as house:
        send(house, mix, WARM if SECONDS >= 60 else 3, rate)
        before, used = house.statements(), house.cpu()
        done = threading.Event()
        watcher = threading.Thread(target=house.watch, args=(done,))
        watcher.start()
        results = send(house, mix, seconds, rate)
        done.set()
        watcher.join()
        return merged(results) | {
            "cpu": house.cpu() - used,
            "database": difference(before, house.statements()),
            "memory": house.seen,
        }


def send(house: House, mix: dict[str, int], seconds: float, rate: float) -> list[dict[str, Any]]:
    """All clients at once; each with its share of the rate and a chance of its own."""
    clients, orders = [], []
    for number in range(CLIENTS):
        turn = next(runs)
        order = {
            "plan": str(plan(house.site)), "port": house.port, "mix": mix, "seconds": seconds, "rate": rate / CLIENTS,
            "connections": CONNECTIONS, "seed": f"{SEED}:{turn}", "result": str(WORK / f"result-{number}.json"),
        }  # fmt: skip
        path = WORK / f"order-{number}.json"
        path.write_text(json.dumps(order))
        orders.append(order)
        clients.append(subprocess.Popen([sys.executable, "-m", "tests.bench.client", str(path)]))
    for client in clients:
        client.wait()
    return [json.loads(Path(str(order["result"])).read_text()) for order in orders]


def merged(results: list[dict[str, Any]]) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "seconds": max(one["seconds"] for one in results),
        "took": {},
        "statuses": {},
        "acknowledged": [],
    }
    for one in results:
        whole["acknowledged"] += one["acknowledged"]
        for kind, took in one["took"].items():
            whole["took"].setdefault(kind, []).extend(took)
        for kind, statuses in one["statuses"].items():
            known = whole["statuses"].setdefault(kind, {})
            for status, number in statuses.items():
                known[status] = known.get(status, 0) + number
    return whole


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        "seconds": after["seconds"] - before["seconds"],
        "statements": after["statements"] - before["statements"],
        "slow": after["slow"],
    }


if __name__ == "__main__":
    sys.exit(main())
