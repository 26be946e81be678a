"""Near-duplicates of sets of integers: arrays in, arrays out. Knows nothing of records."""
