"""Backups: written, read, brought back."""
