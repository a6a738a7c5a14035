"""From columns of text to typed rows: guess, correct, parse. Pure."""
