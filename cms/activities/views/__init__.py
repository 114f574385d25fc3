"""The public pages of the calendar, its feed and its files."""
