"""What activities tell the floors above."""

from django.dispatch import Signal

# Sent in the transaction of the change, with `activity`, `what` (names of what is different: starts, ends, zone, all_day,
# place, mode, state, join_url, text) and `by`.
activity_changed = Signal()
