"""A small living country of people and courses for the demo, made by the same actions that real people use."""
