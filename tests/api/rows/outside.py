"""People, tokens, webhooks and files: what a company has to do with the outside."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import polars as pl
from tests.make.people import colleague

from stockwright.accounts.actions.tokens import make_token
from stockwright.accounts.queries import members_of
from stockwright.insights.actions.deltas import open_delta
from stockwright.insights.exports.files import Wanted, written
from stockwright.insights.exports.registry import DATASETS
from stockwright.insights.rules.exports import Format, Pack
from stockwright.inventory.actions.statements import state_stock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.endpoints import add_endpoint
from stockwright.messaging.actions.replays import try_endpoint
from stockwright.messaging.rules.addresses import Reach


def member(actor: Actor) -> UUID:
    """The id of a colleague's membership."""
    person = colleague(actor, "viewer")
    with scope(actor.company_id):
        return next(one.id for one in members_of(actor) if one.email == person.label)


def token(actor: Actor) -> UUID:
    """The id of a token."""
    return make_token(actor, name="Web shop", role="viewer")[0].pk


def webhook(actor: Actor) -> UUID:
    """The id of a webhook that wants everything."""
    moment = datetime.now(UTC)
    return add_endpoint(actor, url="https://example.com/hooks", wants=["*"], reach=Reach(), now=moment)[0].pk


def delivery(actor: Actor) -> UUID:
    """The id of a delivery that waits."""
    return try_endpoint(actor, endpoint_id=webhook(actor), now=datetime.now(UTC)).pk


def export(actor: Actor) -> UUID:
    """The id of an export of items."""
    export_id = new_id()
    wanted = [Wanted(DATASETS["items"], Format.CSV)]
    b"".join(written(actor, wanted, export_id=export_id, pack=Pack.ZIP))
    return export_id


def batch(actor: Actor) -> UUID:
    """The id of a batch of new rows of the ledger that waits to be acknowledged."""
    row = {"sku": [f"TEA-{uuid4().hex}"], "location": ["Main"], "on_hand": [Decimal(3)], "at": [datetime.now(UTC)]}
    state_stock(actor, stock=pl.DataFrame(row), batch_id=uuid4())
    found = open_delta(actor, dataset=DATASETS["ledger"], consumer=uuid4().hex).id
    assert found
    return found
