"""The tables of stock."""

from stockwright.inventory.models.adjustments import Adjustment, AdjustmentLine, AdjustmentReason
from stockwright.inventory.models.alerts import AlertCheck, LowStockAlert, LowStockThreshold
from stockwright.inventory.models.counts import CountEntry, CountLine, CountSession, CountSettings
from stockwright.inventory.models.expected import ExpectedMove
from stockwright.inventory.models.kits import KitBuild, KitComponent
from stockwright.inventory.models.landed import LandedCost, LandedCostLine
from stockwright.inventory.models.layers import Layer, LayerUse
from stockwright.inventory.models.ledger import Level, Movement
from stockwright.inventory.models.locations import Location
from stockwright.inventory.models.lots import Lot, LotLevel
from stockwright.inventory.models.reservations import ChannelRule, Hold, Reservation
from stockwright.inventory.models.statements import Snapshot, Statement
from stockwright.inventory.models.tags import SightingBatch, Tag, TagEvent
from stockwright.inventory.models.transfers import Transfer, TransferLine, TransferStep, TransferStepLine

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "AdjustmentReason",
    "AlertCheck",
    "ChannelRule",
    "CountEntry",
    "CountLine",
    "CountSession",
    "CountSettings",
    "ExpectedMove",
    "Hold",
    "KitBuild",
    "KitComponent",
    "LandedCost",
    "LandedCostLine",
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
    "SightingBatch",
    "Snapshot",
    "Statement",
    "Tag",
    "TagEvent",
    "Transfer",
    "TransferLine",
    "TransferStep",
    "TransferStepLine",
]
