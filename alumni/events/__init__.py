"""Invitations to what the RSO holds: frozen lists, calendar entries, answers, reminders."""
