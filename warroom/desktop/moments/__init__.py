"""Moments and the spikes they come of."""
