"""The composer: what is written, the card that follows, and sending it for approval."""
