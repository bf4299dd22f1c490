"""Photos: which product each shows, what is wrong with them, scans of sheets."""
