"""The feeds: a live column a topic, what is muted, filtered and searched in them, their sources and topics."""
