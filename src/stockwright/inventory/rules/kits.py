"""What is true of items that are put together out of others."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from uuid import UUID

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid

PLACES = Decimal("0.0001")
Component = tuple[UUID, Decimal]
"""An item and how many of it one kit takes."""


class InvalidKit(Invalid):
    """The list of components cannot be used."""

    message = "{detail}"


class KitInItself(Conflict):
    """A kit would hold itself."""

    message = "“{sku}” would hold itself, directly or through another kit. Leave it out."


class NotAKit(Conflict):
    """The item has no components."""

    message = "“{sku}” has no components. Say first what it is put together from."


class BuildOfAnother(Conflict):
    """One source cannot stand for two different deeds."""

    message = "The source “{source}” stands for another assembly already. Use a source for each."


class BuildUndone(Conflict):
    """It was taken back before."""

    message = "This was undone already."


def check_components(kit_id: UUID, components: Sequence[Component]) -> None:
    """Pass silently, or InvalidKit."""
    names = [variant for variant, _ in components]
    if len(set(names)) < len(names):
        raise InvalidKit(detail="Each component stands in the list once. Add up its quantities.")
    if kit_id in names:
        raise InvalidKit(detail="A kit cannot be a component of itself.")
    if any(quantity <= ZERO for _, quantity in components):
        raise InvalidKit(detail="Give every component a quantity above zero.")


def circle_through(kit_id: UUID, parts: Mapping[UUID, Sequence[UUID]]) -> bool:
    """Whether the kit is reached again from its own components."""
    seen: set[UUID] = set()
    waiting = list(parts.get(kit_id, ()))
    while waiting:
        one = waiting.pop()
        if one == kit_id:
            return True
        if one not in seen:
            seen.add(one)
            waiting += parts.get(one, ())
    return False


def buildable(needed: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """How many whole kits can be built, by (a kit takes, is free) of each component."""
    if not needed:
        return ZERO
    most = min(free / takes for takes, free in needed)
    return max(most.to_integral_value(ROUND_FLOOR), ZERO)


def split_value(value: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """A value shared by weights (evenly where all are zero), to the last digit."""
    total = sum(weights, ZERO)
    fair = weights if total else [Decimal(1)] * len(weights)
    whole = total or Decimal(len(weights))
    shares: list[Decimal] = []
    done = ZERO
    for weight in fair:
        done += weight
        shares.append((value * done / whole).quantize(PLACES) - sum(shares, ZERO))
    return shares
