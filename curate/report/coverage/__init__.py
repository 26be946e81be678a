"""How the prompts of a set spread over types, against what, how sure that is, and what to write next."""
