"""Compiled loops over arrays. Imported where they are called, since numba takes a while to import."""
