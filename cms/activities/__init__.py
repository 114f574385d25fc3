"""What the RSO does and when: the calendar's entries, with their times, place, tags and audience. Workshops and events have no times of their own."""
