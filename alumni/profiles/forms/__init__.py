"""What officers type about themselves, and to each other."""
