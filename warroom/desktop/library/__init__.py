"""The library's sheet."""
