"""What a line of a sale needs."""

from stockwright.kit.problems import Invalid


class InvalidSale(Invalid):
    """A line of a sale lacks something."""

    message = "{detail}"
