"""Keeping which data left the company, and with which facts."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from stockwright.insights.events.exports import ExportTaken
from stockwright.insights.models import ExportRun
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.messaging.actions.events import emit


class Told(Protocol):
    """A file that knows what is in it."""

    rows: int

    def told(self) -> dict[str, Any]:
        """Its facts."""


@deed("exports.read")
def keep_export(actor: Actor, *, export_id: UUID, told: Sequence[Told]) -> None:
    """Remember the files of an export that was written to its end; the first one has the id of the export."""
    manifests = [one.told() for one in told]
    runs = [
        ExportRun(
            company_id=actor.company_id,
            dataset=manifest["dataset"],
            file_format=manifest["format"],
            rows=manifest["rows"],
            manifest=manifest,
            by=actor.label,
        )
        for manifest in manifests
    ]
    runs[0].pk = export_id
    ExportRun.objects.bulk_create(runs)
    emit(
        actor,
        ExportTaken(
            export_id=export_id,
            datasets=", ".join(run.dataset for run in runs),
            file_format=runs[0].file_format,
            rows=sum(run.rows for run in runs),
            filtered=manifests[0]["filter"],
        ),
    )
