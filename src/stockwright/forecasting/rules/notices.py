"""How long a change in demand is worth a person's eye."""

OVER_AFTER_DAYS = 7
"""A change that no night saw for so many days is over."""

USUAL_AFTER_DAYS = 56
"""After so many days a change is what is usual."""
