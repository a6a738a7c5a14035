"""How closely the pieces of an item are followed."""

from stockwright.kit.problems import Conflict


class TrackedWithStock(Conflict):
    """Pieces that are there would belong to no lot and have no number, or would lose theirs."""

    message = (
        "“{sku}” has stock, so the way it is tracked stays. Write its stock off or sell it first, then change it "
        "and book the pieces in again."
    )
