"""`ocop check`: whether a home is whole."""
