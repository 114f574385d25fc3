"""The figures as Prometheus reads them (O-3). Nothing here is about a person: counts, ages, names of pages."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from lms.notifications.models import Message

from . import requests, versions
from .figures import Figures, database_size, disk, look, queue_length
from .models import Upkeep

BEATS = ("worker", "beat")


def page() -> bytes:
    everything = CollectorRegistry(auto_describe=False)
    everything.register(Requests())
    everything.register(Site(timezone.now()))
    return generate_latest(everything)


class Requests(Collector):
    """Of all server processes where they share a folder, else of this one, and it says which."""

    def collect(self) -> Iterator[Metric]:
        for metric in requests.registry().collect():
            if not os.environ.get(requests.FOLDER):
                mark = {"process": str(os.getpid())}
                metric.samples = [sample._replace(labels={**sample.labels, **mark}) for sample in metric.samples]
            yield metric


class Site(Collector):
    """What the database knows. Where it does not answer, that is the figure."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield _labelled("lms_version", "Which version runs.", "version", {versions.of_the_program()["program"]: 1})
        yield from _disk()
        try:
            figures = look(self.now)
            size = database_size()
            pending = len(versions.pending_migrations())
        except DatabaseError:
            yield _gauge("lms_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("lms_database_up", "Whether the database answers.", 1)
        yield _gauge("lms_database_bytes", "Size of the database.", size)
        yield _gauge("lms_migrations_pending", "Changes of the database that are still to be made.", pending)
        yield from _mail(figures)
        yield from _work(figures)
        yield from _upkeep(figures)


def _mail(figures: Figures) -> Iterable[Metric]:
    counts = {state: figures.mails.get(state, 0) for state in Message.UNFINISHED}
    yield _labelled("lms_mails", "Mails that are not settled.", "state", counts)
    yield _gauge(
        "lms_mail_oldest_seconds", "How long the oldest mail that may leave has waited.", figures.oldest_mail or 0
    )
    yield _gauge("lms_mails_troubled", "Mails of the last day somebody should look at.", figures.troubled)
    yield _gauge("lms_mail_paused", "Whether outgoing mail is paused.", figures.is_paused)


def _work(figures: Figures) -> Iterable[Metric]:
    ages = {name: figures.beats[name] for name in BEATS if name in figures.beats}
    yield _labelled("lms_beat_age_seconds", "Since the last sign of life.", "part", ages)
    waiting = queue_length(figures.now)
    if waiting is not None:
        yield _gauge("lms_tasks_waiting", "Tasks in the queue.", waiting)
    yield _gauge("lms_queue_up", "Whether the task queue answers.", waiting is not None)
    yield _gauge("lms_certificates_waiting", "Certificates without their file.", figures.certificates_waiting)
    oldest = figures.oldest_certificate or 0
    yield _gauge("lms_certificate_oldest_seconds", "How long the oldest certificate has waited for its file.", oldest)
    yield _gauge("lms_certificates_held", "Certificates that wait for staff.", figures.certificates_held)


def _upkeep(figures: Figures) -> Iterable[Metric]:
    ages = {kind: age for kind in Upkeep.Kind.values if (age := figures.age(kind)) is not None}
    yield _labelled("lms_upkeep_age_seconds", "Since the last one that went well.", "kind", ages)
    good = {kind: int(latest.is_good) for kind, latest in figures.latest.items()}
    yield _labelled("lms_upkeep_good", "Whether the last one went well.", "kind", good)
    took = {kind: latest.seconds for kind, latest in figures.latest.items()}
    yield _labelled("lms_upkeep_seconds", "How long the last one took.", "kind", took)
    looked = figures.latest.get(Upkeep.Kind.INVARIANTS)
    if looked:
        told = looked.facts.get("violations", 0)
        yield _gauge("lms_invariant_violations", "Violations the last check found.", told)


def _disk() -> Iterable[Metric]:
    found = disk()
    yield _gauge("lms_disk_free_bytes", "Free space where the data lies.", found.free)
    yield _gauge("lms_disk_total_bytes", "Size of the disk where the data lies.", found.total)


def _gauge(name: str, help: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help, value=float(value))


def _labelled(name: str, help: str, label: str, values: Mapping[Any, float]) -> Metric:
    metric = GaugeMetricFamily(name, help, labels=[label])
    for key, value in values.items():
        metric.add_metric([key], float(value))
    return metric
