"""Whether what a measurement says is true, where the truth is known."""
