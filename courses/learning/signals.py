"""News of learning."""

from django.dispatch import Signal

# Sent once, inside the transaction that records it. Provides: achievement.
achievement_recorded = Signal()
