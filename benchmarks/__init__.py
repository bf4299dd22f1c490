"""Times of the stages beside a peer that is measured in the same run; only the ratios mean something."""
