"""What each page shows: frozen dataclasses that the views fill and the templates read."""
