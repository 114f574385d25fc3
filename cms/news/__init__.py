"""News, and the archive of newsletters."""
