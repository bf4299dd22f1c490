"""What people decide: the queue, decisions, edits, which word counts, what waits how urgently."""
