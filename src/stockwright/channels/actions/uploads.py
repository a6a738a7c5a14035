"""Taking a file in: kept as it came, opened once to see that it can be read."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from stockwright.channels.models import ImportBatch
from stockwright.channels.queries.imports import table_of
from stockwright.channels.rules import LARGEST_FILE, UnreadableFile
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.problems import Problem


@deed("imports.write")
def upload_file(actor: Actor, *, name: str, chunks: Iterable[bytes]) -> ImportBatch:
    """Keep a file for an import; a file that cannot be read at all is refused and not kept."""
    batch_id = new_id()
    stored_as = f"imports/{actor.company_id}/{batch_id}"
    path = Path(settings.MEDIA_ROOT) / stored_as
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest = _write(path, chunks)
        batch = ImportBatch(
            id=batch_id,
            company_id=actor.company_id,
            file_name=Path(name).name[:255],
            stored_as=stored_as,
            size=size,
            sha256=digest,
            by=actor.label,
        )
        table_of(batch)
    except Problem:
        path.unlink(missing_ok=True)
        raise
    batch.save(force_insert=True)
    return batch


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write the file through to the disk; its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_FILE:
                raise UnreadableFile(detail="The file is larger than 20 GB. Split it by year, for example.")
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()
