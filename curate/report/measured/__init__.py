"""A measurement as others read it: its JSON, its table, its sentences."""
