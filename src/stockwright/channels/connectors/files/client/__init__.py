"""Opening files: what kind they are, how they are written, their rows in batches."""
