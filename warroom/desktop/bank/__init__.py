"""The bank of shells."""
