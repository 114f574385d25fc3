"""Mail on its way, what waits in a person's inbox, and how often they want to hear of it."""

from .inbox import Notification, NotificationQuerySet
from .outbox import Beat, Message, MessageQuerySet, OutboxState
from .preferences import DigestSchedule, Frequency, Preference

__all__ = [
    "Beat",
    "DigestSchedule",
    "Frequency",
    "Message",
    "MessageQuerySet",
    "Notification",
    "NotificationQuerySet",
    "OutboxState",
    "Preference",
]
