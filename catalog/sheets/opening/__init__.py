"""Files of every format opened, in a confined process: their cells, and what stands beside the values."""
