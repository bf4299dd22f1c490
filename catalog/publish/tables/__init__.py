"""The tables of `catalog.db`: their shape, how they are written and read, older ones too."""
