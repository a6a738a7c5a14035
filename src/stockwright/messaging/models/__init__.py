"""The tables of messaging."""

from stockwright.messaging.models.answers import KeptAnswer
from stockwright.messaging.models.deliveries import Attempt, Delivery
from stockwright.messaging.models.endpoints import Endpoint, SigningSecret
from stockwright.messaging.models.events import Event, Reaction
from stockwright.messaging.models.nights import NightStep, StepState

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Event",
    "KeptAnswer",
    "NightStep",
    "Reaction",
    "SigningSecret",
    "StepState",
]
