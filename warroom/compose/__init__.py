"""Template and slots in, card out."""
