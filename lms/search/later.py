"""How Wagtail's background work is done here: at once, but for indexing while somebody gathers it (gathering.py)."""

from contextvars import ContextVar
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

# Each reads its object anew, so that one run at the end tells what all of them would. By name: the tasks ask for a
# backend as soon as they are imported.
INDEXING = ("modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task")
Wanted = dict[tuple[str, tuple[str, ...]], Task[..., Any]]
wanted: ContextVar[Wanted | None] = ContextVar("wanted", default=None)


class GatheringBackend(ImmediateBackend):
    """Does what Wagtail asks for at once, but for indexing within `indexed_once`."""

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        gathered = wanted.get()
        if gathered is None or task.module_path not in INDEXING:
            return super().enqueue(task, args, kwargs)
        gathered[task.module_path, tuple(args)] = task
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
