"""The process that reads the sources and feeds the room."""
