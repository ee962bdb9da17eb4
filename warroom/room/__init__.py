"""The room server: the authority."""
