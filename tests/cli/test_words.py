"""The command line does what it says and tells a problem in one line."""

import io
from pathlib import Path

import pytest
from tests.make.files import sales_csv
from tests.make.people import PASSWORD, owner

from stockwright.accounts.actions.people import log_in
from stockwright.channels.queries.imports import recent_imports
from stockwright.cli.app import run
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

Output = pytest.CaptureFixture[str]


@pytest.fixture
def alice() -> Actor:
    return owner("Command line")


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_bytes(sales_csv())
    return path


def company(actor: Actor) -> list[str]:
    return ["--company", str(actor.company_id)]


def test_a_file_comes_in_is_forecast_planned_and_proven(alice: Actor, sales: Path, capsys: Output) -> None:
    assert run(["import", str(sales), "--yes", *company(alice)]) == 0
    assert run(["forecast", *company(alice)]) == 0
    assert run(["plan", *company(alice)]) == 0
    said = capsys.readouterr().out
    assert "looks like sales" in said
    assert "order today" in said
    assert run(["import", str(sales), "--yes", *company(alice)]) == 0
    assert "imported 0" in capsys.readouterr().out


def test_an_import_is_undone_by_its_id(alice: Actor, sales: Path, capsys: Output) -> None:
    run(["import", str(sales), "--yes", *company(alice)])
    with scope(alice.company_id):
        [batch] = recent_imports(alice)
    assert run(["import", "--undo", str(batch.pk), *company(alice)]) == 0
    assert "Undone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.csv", "is empty"),
        (b"PK\x03\x04rest of an archive", "sales.csv", "damaged"),
        (b"just words\nand more words\n", "words.csv", "only one column"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    alice: Actor, tmp_path: Path, capsys: Output, content: bytes, name: str, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert run(["import", str(path), "--yes", *company(alice)]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_somebody_new_gets_a_login(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    email = f"{alice.company_id.hex}@example.org"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run(["user", "add", email, "--role", "buyer", *company(alice)]) == 0
    _, entered = log_in(email=email, password=PASSWORD)
    assert entered == alice.company_id


def test_a_company_that_does_not_exist_is_told_so(capsys: Output) -> None:
    assert run(["plan", "--company", "Nobody & Sons"]) == 1
    assert "There is no company called “Nobody & Sons”" in capsys.readouterr().err


def test_without_a_word_the_words_are_listed(capsys: Output) -> None:
    assert run([]) == 0
    assert "import" in capsys.readouterr().out


def test_a_model_goes_out_as_a_file_and_comes_back(
    alice: Actor, sales: Path, tmp_path: Path, capsys: Output
) -> None:
    run(["import", str(sales), "--yes", *company(alice)])
    run(["forecast", *company(alice)])
    assert run(["model", "save", "--to", str(tmp_path), *company(alice)]) == 0
    path = tmp_path / str(alice.company_id) / "version-1.zip"
    assert run(["model", "load", str(path), "--choose", *company(alice)]) == 0
    capsys.readouterr()
    assert run(["model", "list", *company(alice)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["2", "1"]
    assert "adopted" in said[0]
    assert "(held)" in said[0]
    assert run(["model", "load", str(tmp_path / "none.zip"), *company(alice)]) == 1
    assert run(["model", "load", str(sales), *company(alice)]) == 1
    assert "no model file" in capsys.readouterr().err
