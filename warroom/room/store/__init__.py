"""What outlives the room process."""
