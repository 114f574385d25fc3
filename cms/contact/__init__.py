"""Writing to the office: questions from anybody, and the office's answers."""
