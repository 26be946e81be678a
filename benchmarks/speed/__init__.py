"""What `measure_speed.py` is made of: what is trained, by whom, and how that is judged."""
