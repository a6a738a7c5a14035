"""The tables of stock."""

from stockwright.inventory.models.ledger import Level, Movement
from stockwright.inventory.models.locations import Location
from stockwright.inventory.models.statements import Snapshot, Statement

__all__ = ["Level", "Location", "Movement", "Snapshot", "Statement"]
