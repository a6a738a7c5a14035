"""What insights keeps of its own runs."""

from stockwright.insights.models.exports import DeltaCursor, ExportRun
from stockwright.insights.models.proof import ProofRun

__all__ = ["DeltaCursor", "ExportRun", "ProofRun"]
