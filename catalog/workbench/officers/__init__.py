"""Officers: their accounts, passwords and sessions."""
