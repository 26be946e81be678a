"""Which language a text is in: texts in, labels out. Knows nothing of records."""
