"""`warroom tour`: a rehearsal that plays itself through the real window, and leaves its pictures and figures behind."""
