"""Where the words of a text begin and end, in any script."""
