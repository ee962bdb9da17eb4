"""Posts in, feeds out: matching, folding, counting."""
