"""What a market was sent and holds: changed-only exports, withdrawals, and no deletion that nobody meant."""
