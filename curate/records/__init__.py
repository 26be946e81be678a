"""What one example is: its model, its columns, and how it is read."""
