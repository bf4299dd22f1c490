"""The door: a delivery is read, identified, checked, decided by policy and stored as a whole."""
