"""A version goes out as a file and comes back, here or at another company, and nothing else comes in."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.jobs import run_jobs
from tests.make.people import colleague, owner

from stockwright.forecasting.actions.model_files import adopt_version, write_version
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.training import choose_version
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.forecasting.queries.versions import versions
from stockwright.forecasting.rules.model_files import ModelFileUnreadable, VersionForeign
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    actor = owner()
    brought_in(actor, sales_csv(days=60, skus=3))
    run_forecast(actor, today=TODAY)
    return actor


def states(actor: Actor) -> list[tuple[int, str, bool]]:
    with scope(actor.company_id):
        return [(one.number, one.why, one.current) for one in versions(actor, limit=9)]


def told(actor: Actor) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    run_forecast(actor, today=TODAY)
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return found.told.mean


def changed(file: Path, **about: object) -> bytes:
    """The file with other words in it."""
    with zipfile.ZipFile(file) as archive:
        known, content = json.loads(archive.read("version.json")), archive.read("learnt.zip")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("version.json", json.dumps({**known, **about}))
        archive.writestr("learnt.zip", content)
    return held.getvalue()


def test_a_version_that_came_back_forecasts_as_it_did(alice: Actor, tmp_path: Path) -> None:
    before = told(alice)
    file = write_version(alice, tmp_path)
    assert file == tmp_path / str(alice.company_id) / "version-1.zip"
    made = adopt_version(alice, told=file.read_bytes())
    assert states(alice) == [(2, "adopted", False), (1, "first", True)]
    choose_version(alice, version_id=made.pk)
    assert (told(alice) == before).all()
    assert states(alice)[0] == (2, "adopted", True)
    assert write_version(alice, tmp_path, number=2).read_bytes() == file.read_bytes()


def test_another_company_can_take_over_what_was_learnt(alice: Actor, tmp_path: Path) -> None:
    file = write_version(alice, tmp_path)
    other = owner("A branch")
    brought_in(other, sales_csv(days=60, skus=5))
    run_forecast(other, today=TODAY)
    choose_version(other, version_id=adopt_version(other, told=file.read_bytes()).pk)
    assert np.isfinite(told(other)).all()


def test_what_is_no_model_file_or_was_changed_is_refused_and_nothing_changes(alice: Actor, tmp_path: Path) -> None:
    file = write_version(alice, tmp_path)
    good = file.read_bytes()
    for wrong in (
        b"",
        b"hello",
        good[:-30],
        changed(file, digest="0"),
        changed(file, form="2"),
        changed(file, more=1),
    ):
        with pytest.raises(ModelFileUnreadable):
            adopt_version(alice, told=wrong)
    with pytest.raises(VersionForeign):
        adopt_version(alice, told=changed(file, engine="stable-0"))
    assert states(alice) == [(1, "first", True)]


def test_only_who_may_and_only_own_versions(alice: Actor, tmp_path: Path) -> None:
    file, mallory = write_version(alice, tmp_path), owner("Mallory's shop")
    with pytest.raises(NotAllowed):
        adopt_version(colleague(alice, "viewer"), told=file.read_bytes())
    with pytest.raises(NotFound):
        write_version(mallory, tmp_path)
    with pytest.raises(NotFound):
        write_version(alice, tmp_path, number=7)
    assert [path.name for path in tmp_path.iterdir()] == [str(alice.company_id)]


def test_each_new_version_is_written_where_a_folder_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, models=tmp_path))
    actor = owner()
    brought_in(actor, sales_csv(days=60, skus=3))
    run_forecast(actor, today=TODAY)
    run_jobs()
    assert (tmp_path / str(actor.company_id) / "version-1.zip").stat().st_size > 1000
