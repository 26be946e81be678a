"""What there is now: results that hold their evidence, and how they are shown and written."""
