"""What a repair may refuse."""

from stockwright.kit.problems import NotFound


class UnknownRepair(NotFound):
    """There is no such repair."""

    message = "There is no repair called “{repair}”. Possible: {possible}."
