"""Writing to the office, and the office's inbox."""
