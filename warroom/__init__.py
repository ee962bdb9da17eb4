"""warroom: from something just happened to the right post, signed off, in minutes."""
