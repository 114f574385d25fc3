"""News of accounts."""

from django.dispatch import Signal

# Sent in the transaction in which somebody accepts an invitation. Provides: invitation, person.
invitation_accepted = Signal()
