from celery import shared_task

from . import actions


@shared_task
def seal() -> None:
    """Each minute."""
    actions.seal()


@shared_task
def seal_everything() -> None:
    """Each night, also what a very late commit left behind."""
    while actions.seal(everything=True):
        pass
