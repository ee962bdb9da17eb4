"""The event plan: one TOML file, read, checked and typed."""
