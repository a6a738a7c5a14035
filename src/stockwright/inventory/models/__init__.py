"""The tables of stock."""

from stockwright.inventory.models.adjustments import Adjustment, AdjustmentLine, AdjustmentReason
from stockwright.inventory.models.alerts import AlertCheck, LowStockAlert, LowStockThreshold
from stockwright.inventory.models.expected import ExpectedMove
from stockwright.inventory.models.layers import Layer, LayerUse
from stockwright.inventory.models.ledger import Level, Movement
from stockwright.inventory.models.locations import Location
from stockwright.inventory.models.lots import Lot, LotLevel
from stockwright.inventory.models.reservations import ChannelRule, Hold, Reservation
from stockwright.inventory.models.statements import Snapshot, Statement

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "AdjustmentReason",
    "AlertCheck",
    "ChannelRule",
    "ExpectedMove",
    "Hold",
    "Layer",
    "LayerUse",
    "Level",
    "Location",
    "Lot",
    "LotLevel",
    "LowStockAlert",
    "LowStockThreshold",
    "Movement",
    "Reservation",
    "Snapshot",
    "Statement",
]
