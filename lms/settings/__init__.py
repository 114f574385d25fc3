"""Production is the base and safe; demo, development and test loosen it."""
