"""Models that are fine-tuned, each from one fixed beginning."""
