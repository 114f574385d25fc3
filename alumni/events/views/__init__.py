"""Pages of events: for members, for whoever holds a link from a mail, for the office."""
