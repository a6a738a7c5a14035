"""What can be taken back."""

from stockwright.kit.problems import Conflict


class AlreadyUndone(Conflict):
    """It was taken back before."""

    message = "This was undone already."


class NotUndoable(Conflict):
    """Taking it back would break what followed."""

    message = "{detail}"
