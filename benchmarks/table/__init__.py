"""What is stored of each benchmark, as a person reads it."""
