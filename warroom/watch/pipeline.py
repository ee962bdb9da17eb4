"""From what sources read to what a room is sent: matched, known ones dropped, copies folded, counted, sampled."""
