"""What a new release is looked through for before anybody sees it, and what it changes."""
