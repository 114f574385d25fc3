from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from . import actions
from .models import Post
from .models.topics import State

BATCH = 200
# Time for the task of the request itself.
PATIENCE = timedelta(seconds=20)


@shared_task
def tell_followers(post_id: int) -> None:
    actions.tell_followers(post_id)


@shared_task
def tell_missed() -> None:
    """Each minute, catch up on posts whose nudge was lost."""
    untold = Post.objects.filter(told=0, state=State.VISIBLE, published_at__lt=timezone.now() - PATIENCE)
    for post_id in untold.order_by("published_at").values_list("pk", flat=True)[:BATCH]:
        actions.tell_followers(post_id)
