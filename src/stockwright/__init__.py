"""Stockwright: what you have, what you will sell and what to order."""
