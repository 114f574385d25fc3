"""The programmes of the Regional Support Office: what each does, and all that belongs to it."""
