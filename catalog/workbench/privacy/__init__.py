"""Consents, takedowns, and what grows too old to be kept."""
