"""What was measured, in numbers that can be compared, and as the page `docs/bench.md`."""

from collections.abc import Iterable, Sequence
from typing import Any

GOALS = {"p95": 300, "p99": 1_000}


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def spread(values: Sequence[float]) -> dict[str, float]:
    return {"count": len(values), "p50": share(values, 0.5), "p95": share(values, 0.95), "p99": share(values, 0.99)}


def summary(turns: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Some turns of the same load as one."""
    turns = list(turns)
    took: dict[str, list[float]] = {}
    statuses: dict[str, dict[str, int]] = {}
    for turn in turns:
        for kind, values in turn["took"].items():
            took.setdefault(kind, []).extend(values)
        for kind, seen in turn["statuses"].items():
            for status, number in seen.items():
                statuses.setdefault(kind, {})[status] = statuses.setdefault(kind, {}).get(status, 0) + number
    everything = [value for values in took.values() for value in values]
    seconds = sum(turn["seconds"] for turn in turns)
    asked = sum(turn["database"]["statements"] for turn in turns)
    slow: dict[str, list[float]] = {}
    for turn in turns:
        for sql, (number, longest) in turn["database"]["slow"].items():
            before = slow.get(sql, [0, 0.0])
            slow[sql] = [before[0] + number, max(before[1], longest)]
    return {
        "per_second": len(everything) / seconds if seconds else 0,
        "all": spread(everything),
        "kinds": {kind: spread(values) for kind, values in sorted(took.items())},
        "statuses": statuses,
        "faults": sum(number for seen in statuses.values() for status, number in seen.items() if int(status) >= 500),
        "refused": sum(
            number for seen in statuses.values() for status, number in seen.items() if 400 <= int(status) < 500
        ),
        "cpu_ms": 1000 * sum(turn["cpu"] for turn in turns) / max(1, len(everything)),
        "database_ms": 1000 * sum(turn["database"]["seconds"] for turn in turns) / max(1, len(everything)),
        "statements": asked / max(1, len(everything)),
        "slow": slow,
        "memory": [memory(turn["memory"]) for turn in turns],
    }


def memory(seen: list[tuple[float, int, int]]) -> dict[str, Any]:
    """Megabytes of web and worker at the start, in the middle, at the end, and at most."""
    if not seen:
        return {}
    places = {"start": seen[0], "middle": seen[len(seen) // 2], "end": seen[-1]}
    found: dict[str, Any] = {name: {"web": web, "worker": worker} for name, (_at, web, worker) in places.items()}
    return found | {"most": {"web": max(row[1] for row in seen), "worker": max(row[2] for row in seen)}}


def markdown(found: dict[str, Any]) -> str:
    parts = [head(found), mixed(found), memories(found), rest(found), beside(found), pages(found), slow(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


def head(found: dict[str, Any]) -> str:
    said, machine = found["settings"], found["machine"]
    counts = ", ".join(f"{number:,} {name}" for name, number in found["counts"].items())
    before, after = (machine[name][0] for name in ("load_before", "load_after"))
    return (
        f"# At size\n\nPrinted by `make bench`. {found['database']}, {machine['processors']} processors, factor {said['factor']:g}, "
        f"seed {said['seed']}.\nThe full site holds {counts}: {found['sizes']['full']}.\nThe almost empty one, one page of every "
        f"list, weighs {found['sizes']['empty']}.\nThe load of the machine was {before:.1f} before and {after:.1f} after; above "
        f"{machine['processors']} others had a share in every time below.\nWeb (2 processes × 4 threads), worker, scheduler, "
        f"database and the load itself shared the processors."
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    line = f"| {' | '.join(headings)} |\n|{'|'.join('---' if not no else '---:' for no in range(len(headings)))}|"
    return "\n".join([line, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])


def mixed(found: dict[str, Any]) -> str:
    empty, full = found["mixed"]["empty"], found["mixed"]["full"]
    rows = []
    for kind in ["all", *full["kinds"]]:
        here, there = (
            (full["all"], empty["all"])
            if kind == "all"
            else (full["kinds"][kind], empty["kinds"].get(kind, spread([])))
        )
        more = f"{100 * (here['p95'] / there['p95'] - 1):+.0f} %" if there["p95"] else ""
        rows.append(
            [
                kind,
                here["count"],
                *(f"{one[name]:,.0f}" for name in ("p50", "p95", "p99") for one in (there, here)),
                more,
            ]
        )
    facts = [
        ["requests a second", *(f"{one['per_second']:.1f}" for one in (empty, full))],
        ["answered 5xx", empty["faults"], full["faults"]],
        ["answered 4xx", empty["refused"], full["refused"]],
        ["CPU of the web a request, ms", *(f"{one['cpu_ms']:.1f}" for one in (empty, full))],
        ["waiting for the database a request, ms", *(f"{one['database_ms']:.1f}" for one in (empty, full))],
        ["statements a request", *(f"{one['statements']:.1f}" for one in (empty, full))],
    ]
    rate = found["settings"]["rate"]
    pace = f"{rate:g} requests a second were due" if rate else "each connection sent as soon as it had its answer"
    return (
        f"## The mixed load (L-1, L-9)\n\n{found['settings']['seconds']:.0f} s on each site, {found['settings']['connections']} "
        f"connections; {pace}. Milliseconds, almost empty and full side by side.\n\n"
        + table(
            ["kind", "sent", "p50 empty", "p50 full", "p95 empty", "p95 full", "p99 empty", "p99 full", "p95 more"],
            rows,
        )
        + "\n\n"
        + table(["", "almost empty", "full"], facts)
    )


def memories(found: dict[str, Any]) -> str:
    rows = []
    for name in ("empty", "full"):
        for number, one in enumerate(found["mixed"][name]["memory"], start=1):
            if one:
                rows.append(
                    [
                        f"{name}, turn {number}",
                        *(f"{one[at]['web']} + {one[at]['worker']}" for at in ("start", "middle", "end", "most")),
                    ]
                )
    return "Memory of web + worker in MB (L-1, L-11):\n\n" + table(["", "start", "middle", "end", "most"], rows)


def rest(found: dict[str, Any]) -> str:
    said, rows = found["answers"], []
    for name in ("empty", "full"):
        one = found["anonymous"][name]
        rows.append(
            [
                f"catalogue and verify, {name}",
                f"{one['per_second']:.1f}",
                *(f"{one['all'][at]:,.0f}" for at in ("p50", "p95", "p99")),
                one["faults"],
            ]
        )
    rows.insert(
        0,
        [
            "answers, full",
            f"{said['per_second']:.1f}",
            *(f"{said['all'][at]:,.0f}" for at in ("p50", "p95", "p99")),
            said["faults"],
        ],
    )
    lost = (
        "Every one of them was in the database afterwards." if not said["missing"] else f"{said['missing']} WERE LOST."
    )
    return (
        "## Answers alone, and visitors without an account (L-4, L-8)\n\n"
        + table(["load", "a second", "p50", "p95", "p99", "5xx"], rows)
        + f"\n\n{said['acknowledged']:,} answers were acknowledged. {lost}"
    )


def beside(found: dict[str, Any]) -> str:
    empty = {row["kind"]: row for row in found["beside_bare"]["empty"]}
    rows = [
        [
            row["kind"],
            row["per_second"],
            row["cpu"],
            row["median"],
            f"{row['times_bare']}x",
            f"{empty[row['kind']]['times_bare']}x",
            row["failed"],
        ]
        for row in found["beside_bare"]["full"]
    ]
    return (
        "## Beside a bare Django view\n\nOne web process with one thread, on the full site; the last but one column is the almost empty one.\n\n"
        + table(["request", "a second", "CPU ms", "median ms", "times bare", "times bare, empty", "failed"], rows)
    )


def pages(found: dict[str, Any]) -> str:
    empty = {page["kind"]: page for page in found["pages"]["empty"]}
    rows = []
    for page in found["pages"]["full"]:
        there = empty.get(page["kind"], page)
        rows.append(
            [
                page["kind"],
                page["queries"],
                *(f"{one[name]:.1f}" for name in ("database", "slowest", "wall") for one in (there, page)),
                *(f"{one['wall'] / one['bare']:.1f}x" for one in (there, page)),
            ]
        )
    return (
        "## Every page alone (L-10, L-13)\n\nOpened a few times by one person, nothing else at work: milliseconds in the database, "
        "of the slowest statement, and as a whole; almost empty and full side by side; and how many times a bare "
        "view with session and person, opened for the same person in between.\n\n"
        + table(
            [
                "page",
                "queries",
                "database empty",
                "full",
                "slowest empty",
                "full",
                "whole empty",
                "full",
                "times bare empty",
                "full",
            ],
            rows,
        )
    )


def slow(found: dict[str, Any]) -> str:
    alone = [f"- {page['kind']}: `{sql[:300]}`" for page in found["pages"]["full"] for sql in page["slow"]]
    under = sorted(found["mixed"]["full"]["slow"].items(), key=lambda one: -one[1][1])
    seen = [
        f"- {number} times, at most {1000 * longest:.0f} ms: `{sql[:160]}`" for sql, (number, longest) in under[:12]
    ]
    return (
        "## Statements over 100 ms\n\nAlone, at their quickest: "
        + ("none." if not alone else "\n\n" + "\n".join(alone))
        + "\n\nUnder the mixed load, as the web saw them, waiting for a processor included: "
        + ("none." if not seen else f"{sum(one[0] for _sql, one in under):.0f} of them.\n\n" + "\n".join(seen))
    )
