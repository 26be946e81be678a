"""A small decoder that is trained here from nothing, for sets that no other model is at hand for."""
