"""The counters of this server process, or of all of them.

Where PROMETHEUS_MULTIPROC_DIR names a folder, the library keeps counters there and every process answers for all of
them; docker-compose.yml sets it. Elsewhere each process answers for itself, and its series carry its number.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# From what nobody notices to what everybody does; the goals speak of 0.3 s and 1 s.
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)

own = CollectorRegistry()
REQUESTS = Counter(
    "lms_requests", "Requests by page, method and kind of answer.", ["view", "method", "status"], registry=own
)
LATENCY = Histogram("lms_request_seconds", "How long a page took.", ["view"], buckets=BUCKETS, registry=own)


def registry() -> CollectorRegistry:
    """What this process can tell of requests."""
    if not os.environ.get(FOLDER):
        return own
    everybody = CollectorRegistry()
    MultiProcessCollector(everybody)  # type: ignore[no-untyped-call] # the library's own
    return everybody
