"""A designer's tools without a window: looking at template folders, making new ones, following what is saved."""
