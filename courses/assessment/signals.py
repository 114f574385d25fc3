"""News of assessment."""

from django.dispatch import Signal

# Sent once, inside the transaction that grades. Provides: submission.
attempt_graded = Signal()
