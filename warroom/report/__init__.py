"""Where the minutes went."""
