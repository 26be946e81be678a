"""Prompts whose type somebody has told, and how what is told of them is judged."""
