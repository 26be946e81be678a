"""Bytes in and out. The only package that opens files."""
