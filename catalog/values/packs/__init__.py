"""Packs, weights and volumes."""
