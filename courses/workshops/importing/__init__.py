"""How a list of officers stands to what is known: which of its people are new, and what each row would change."""
