"""The network of those who have trained with us; it stands on courses."""
