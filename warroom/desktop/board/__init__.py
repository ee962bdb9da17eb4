"""The board, and the results that items wait for."""
