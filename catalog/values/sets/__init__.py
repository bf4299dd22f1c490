"""The OCOP set of a product."""
