"""What has to go: takedowns, retention, what was withdrawn."""
