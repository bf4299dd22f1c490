"""Addresses read as units of the register, and what became of these."""
