"""What is true of statements of stock."""

from stockwright.kit.problems import Invalid


class InvalidStatement(Invalid):
    """A statement of stock lacks something."""

    message = "{detail}"
