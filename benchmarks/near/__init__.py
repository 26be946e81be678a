"""What `near_duplicates.py` is made of: texts, who takes part, what is true, and how answers are judged."""
