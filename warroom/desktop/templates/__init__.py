"""The templates that this desktop has."""
