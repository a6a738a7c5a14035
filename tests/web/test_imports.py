"""A file's way in: upload, check and correct, go, result, undo."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make.files import sales_csv
from tests.make.jobs import run_jobs
from tests.make.people import colleague, owner
from tests.web.visits import HTMX, stranger, streamed, text_of, visitor

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.sales.models import SaleLine


def uploaded(client: Client, content: bytes, name: str = "sales.csv") -> str:
    answer = client.post("/imports", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, text_of(answer.content.decode())
    return str(answer["Location"])


def form(html: str) -> dict[str, str]:
    """The check's form as it stands."""
    told = {}
    for name, options in re.findall(r'<select[^>]*name="(column-\d+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        told[name] = chosen[1] if chosen else ""
    kind = re.search(r'name="kind" value="(\w+)"[^>]* checked', html)
    assert kind
    return {**told, "kind": kind[1]}


def brought_in(client: Client, content: bytes) -> str:
    """The address of an import that is over."""
    check = uploaded(client, content)
    html = client.get(check).content.decode()
    client.post(check, {**form(html), "go": "1"})
    run_jobs()
    return check.removesuffix("/check")


def lines(actor: Actor) -> int:
    with scope(actor.company_id):
        return SaleLine.objects.of(actor).count()


def test_a_file_goes_in_and_tells_its_control_totals() -> None:
    actor = owner()
    client = visitor(actor)
    said = text_of(client.get(brought_in(client, sales_csv(days=70))).content.decode())
    assert f"{lines(actor)} rows are in." in said
    for expected in ("Pieces", "Revenue", "First day", "1 March 2026", "New items 4"):
        assert expected in said
    assert "sales.csv" in text_of(client.get("/imports").content.decode())


def test_the_check_shows_the_guess_the_preview_and_what_cannot_be_read() -> None:
    client = visitor(owner())
    content = sales_csv(days=20) + b"\nsoon,1-1,SKU-1,Item,2,1.50"
    html = client.get(uploaded(client, content)).content.decode()
    assert form(html)["column-0"] == "date:ymd"
    assert form(html)["column-2"] == "sku"
    assert "soon" in text_of(html)
    assert "SKU-1" in text_of(html)


def test_a_correction_is_taken_over_and_a_missing_column_is_asked_for() -> None:
    client = visitor(owner())
    check = uploaded(client, sales_csv(days=20))
    told = form(client.get(check).content.decode())
    without = {**told, "column-2": ""}
    html = client.post(check, {**without, "again": "1"}).content.decode()
    assert "Choose the column that holds: SKU." in text_of(html)
    assert form(html)["column-2"] == ""
    assert client.post(check, {**without, "go": "1"}).status_code == 200
    assert form(client.post(check, {**told, "kind": "stock"}).content.decode())["kind"] == "stock"


def test_a_file_that_is_no_table_is_refused_in_words() -> None:
    client = visitor(owner())
    for content, name in ((b"", "empty.csv"), (b"PK\x03\x04 zip", "sales.csv"), (b"a\nb\n", "one.csv")):
        answer = client.post("/imports", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert "Choose a file first" in text_of(client.post("/imports").content.decode())
    assert "Nothing was imported yet" in text_of(client.get("/imports").content.decode())


def test_while_it_waits_its_page_tells_so_and_leads_on_when_it_is_over() -> None:
    client = visitor(owner())
    check = uploaded(client, sales_csv(days=20))
    answer = client.post(check, {**form(client.get(check).content.decode()), "go": "1"})
    assert "Waiting for its turn" in text_of(client.get(answer["Location"]).content.decode())
    assert client.get(f"{answer['Location']}/progress", headers=HTMX).status_code == 200
    run_jobs()
    over = client.get(f"{answer['Location']}/progress", headers=HTMX)
    assert (over.status_code, over["HX-Redirect"]) == (204, answer["Location"])
    assert client.get(check)["Location"] == answer["Location"]


def test_an_import_is_undone_as_a_whole() -> None:
    actor = owner()
    client = visitor(actor)
    one = brought_in(client, sales_csv(days=20))
    assert lines(actor)
    said = text_of(client.post(f"{one}/undo", follow=True).content.decode())
    assert "This import was undone" in said
    assert lines(actor) == 0


def test_the_same_file_again_says_so_and_changes_nothing() -> None:
    actor = owner()
    client = visitor(actor)
    brought_in(client, sales_csv(days=20))
    before = lines(actor)
    assert "This file is the same as" in text_of(client.get(uploaded(client, sales_csv(days=20))).content.decode())
    brought_in(client, sales_csv(days=20))
    assert lines(actor) == before


def test_the_rows_left_out_are_taken_away_as_a_file() -> None:
    client = visitor(owner())
    one = brought_in(client, sales_csv(days=20) + b"\nsoon,1-1,=1+1,Item,2,1.50")
    text = streamed(client.get(f"{one}/left-out.csv"))
    assert "'=1+1,The product code begins like a formula" in text
    assert text.startswith("\ufeffLine,Column,Value,Reason")


def test_somebody_who_may_only_look_cannot_bring_files_in() -> None:
    client = visitor(colleague(owner(), "viewer"))
    assert client.get("/imports").status_code == 403
    assert stranger().post("/imports").status_code == 302
