"""What may happen to an item, and who has said yes to which bytes; pure."""
