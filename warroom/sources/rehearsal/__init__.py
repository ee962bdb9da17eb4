"""A night of the past played again: published volumes, posts of our own writing."""
