"""The Celery application and the whole schedule, in code."""

import os
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab
from celery.signals import before_task_publish, task_prerun, worker_before_create_process
from kombu.transport import TRANSPORT_ALIASES

from lms.call_stack import with_room
from lms.garbage_collection import keep_what_is_loaded
from lms.middleware import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
# The embedded broker must be known by name before the first connection is made.
TRANSPORT_ALIASES["sqlite"] = "lms.transport:Transport"


class RoomyTask(Task):
    """A task, from the worker to what it does."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return with_room(super().__call__, *args, **kwargs)


app = Celery("lms", task_cls=RoomyTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def each(seconds: int, task: str) -> dict[str, Any]:
    """A tick. One that nobody took before the next is thrown away: after a rest there is one run, not a thousand (F-9)."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def nightly(minute: int, task: str) -> dict[str, Any]:
    """In the small hours of Bangkok; the schedule counts in UTC."""
    return {"task": task, "schedule": crontab(hour=19, minute=minute), "options": {"expires": 6 * 3600}}


# Every signal that must not be lost has its sweep here; each task may run twice, so two schedulers do no harm (F-8).
app.conf.beat_schedule = {
    "deliver mail": each(15, "lms.notifications.tasks.deliver_due"),
    "canary": each(20, "lms.notifications.tasks.beat_heart"),
    "plan digests": each(60, "lms.notifications.tasks.plan_digests"),
    "sweep mail": each(60, "lms.notifications.tasks.sweep"),
    "seal audit": each(60, "lms.audit.tasks.seal"),
    "render missed certificates": each(60, "courses.credentials.tasks.render_missed"),
    "close overdue attempts": each(60, "courses.assessment.tasks.close_overdue"),
    "apply rule changes": each(60, "courses.learning.tasks.apply_rule_changes"),
    "continue imports": each(60, "courses.workshops.tasks.continue_imports"),
    "pass on lapsed offers": each(60, "courses.workshops.tasks.pass_on_lapsed"),
    "tell of sessions and certify": each(60, "courses.workshops.tasks.tell_and_certify"),
    "follow achievements on profiles": each(60, "alumni.profiles.tasks.add_missed"),
    "close introductions": each(60, "alumni.profiles.tasks.close_introductions"),
    "tell of missed posts": each(60, "alumni.forum.tasks.tell_missed"),
    "read missed files": each(60, "cms.library.tasks.read_missed"),
    "invite, tell and remind": each(60, "alumni.events.tasks.tick"),
    "publish scheduled pages": each(60, "lms.setup.tasks.publish_scheduled"),
    "seal all of the audit": nightly(0, "lms.audit.tasks.seal_everything"),
    "follow time zones": nightly(5, "cms.activities.tasks.follow_zones"),
    "forget imported lists": nightly(15, "courses.workshops.tasks.forget_imports"),
    "clear orphaned files": nightly(10, "courses.credentials.tasks.clear_orphans"),
    "clear files of the library": nightly(12, "cms.library.tasks.clear_orphans"),
    "clear old notices": nightly(15, "lms.notifications.tasks.clear_old_notices"),
    "clear old enquiries": nightly(25, "cms.contact.tasks.clear_old"),
    "clear old sessions": nightly(20, "lms.setup.tasks.clear_sessions"),
    "check what must hold": nightly(30, "lms.operations.tasks.check_invariants"),
    "backup of the night": each(600, "lms.operations.tasks.backup_if_due"),
}
app.conf.beat_scheduler = "lms.notifications.heart:BeatingScheduler"
app.conf.broker_transport_options = {
    # Redis gives a task out again after this: twice the longest task. The embedded broker has leases instead.
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    # A page must not wait for a broker that is away: the row is kept, and the sweep finds it (F-2).
    "max_retries": 1,
    "interval_start": 0,
    "connect_retries_timeout": 1,
}


@worker_before_create_process.connect
def keep_what_all_share(**kwargs: Any) -> None:
    """Everything is loaded, and the processes that carry out tasks are about to be made."""
    keep_what_is_loaded()


@before_task_publish.connect
def send_request_id(headers: dict[str, Any], **kwargs: Any) -> None:
    """A task carries the id of the request that asked for it (O-2)."""
    headers["request_id"] = request_id.get()


@task_prerun.connect
def take_request_id(task_id: str, task: Any, **kwargs: Any) -> None:
    """What the task logs bears the id of that request, or its own where the schedule asked."""
    request_id.set(getattr(task.request, "request_id", "") or task_id[:16])
