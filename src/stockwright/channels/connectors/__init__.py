"""One folder per source; a new one is made by looking at its neighbour."""
