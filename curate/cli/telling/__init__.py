"""How long work is told while it goes on: as a table on a terminal, as lines in a log, as events for programs."""
