"""The pulse strip: how much is said of each topic."""
