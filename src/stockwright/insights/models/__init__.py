"""What insights keeps of its own runs."""

from stockwright.insights.models.exports import DeltaCursor, ExportRun

__all__ = ["DeltaCursor", "ExportRun"]
