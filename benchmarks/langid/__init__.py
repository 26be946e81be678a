"""Who tells languages side by side, what of, and how rightly, surely and fast they do."""
