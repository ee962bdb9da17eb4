"""Where a greenlit item goes: one module a network."""
