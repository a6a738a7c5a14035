"""What insights keeps of its own runs."""

from stockwright.insights.models.proof import ProofRun

__all__ = ["ProofRun"]
