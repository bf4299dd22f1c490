"""Chat messages as a list of products."""
