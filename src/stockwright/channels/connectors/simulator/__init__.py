"""A simulated shop as a channel: its records come in through the same doors as real ones."""
