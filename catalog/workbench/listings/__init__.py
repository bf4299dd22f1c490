"""What was sent to markets, what they hold and what they answered."""
