"""The designer's bench."""
