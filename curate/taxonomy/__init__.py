"""What kinds of prompts there are, and which kind a prompt is of: told from its words and its shape, offline."""
