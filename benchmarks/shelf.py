"""A company with a full shelf whose items have known ids, so that raw scripts can name them."""

from uuid import UUID

COMPANY = "00000000-0000-7000-9000-000000000001"
LOCATION = "00000000-0000-7000-9000-000000000002"
SECOND = "00000000-0000-7000-9000-000000000003"


def variant(number: int) -> UUID:
    """The id of the item with a number."""
    return UUID(f"00000000-0000-7000-8000-{number:012x}")


def fill_shelf(*, items: int, pieces: int = 1_000_000_000) -> None:
    """Make the company, its place and so many items, with plenty of each."""
    from stockwright.kit.statements import run
    from stockwright.kit.tenancy import scope

    params = {"company": COMPANY, "place": LOCATION, "second": SECOND, "items": items, "pieces": pieces}
    with scope(UUID(COMPANY)):
        for statement in _FILL:
            run(statement, params)
    run("analyze", {})


def spread_shelf(*, items: int, places: int) -> None:
    """Let the first items be at so many places."""
    from stockwright.kit.statements import run
    from stockwright.kit.tenancy import scope

    with scope(UUID(COMPANY)):
        for number in range(2, places + 1):
            place = f"00000000-0000-7000-9000-{number + 100:012x}"
            run(_PLACE, {"company": COMPANY, "place": place, "name": f"Place {number}"})
            run(_SPREAD, {"company": COMPANY, "place": place, "items": items})
    run("analyze", {})


def tell_ledger(rows: int, *, items: int) -> None:
    """Add movements of the last two years to the ledger: pairs that leave every level as it is."""
    from stockwright.kit.statements import run
    from stockwright.kit.tenancy import scope

    for begin in range(0, rows, 500_000):
        some = min(500_000, rows - begin)
        with scope(UUID(COMPANY)):
            run(_MOVES, {"company": COMPANY, "place": LOCATION, "items": items, "rows": some})
    run("analyze", {})


def token_of_shelf() -> str:
    """A token of the API for whoever may do everything there."""
    from stockwright.accounts.actions.tokens import make_token
    from stockwright.kit.actor import Actor

    return make_token(Actor.system(UUID(COMPANY)), name="Bench", role="owner")[1]


def add_receiver(url: str) -> None:
    """Let a receiver on this machine be told of every change of the shelf's stock."""
    from stockwright.kit.actor import Actor
    from stockwright.kit.clock import now
    from stockwright.messaging.actions.endpoints import add_endpoint
    from stockwright.messaging.rules.addresses import Reach

    actor = Actor.system(UUID(COMPANY))
    add_endpoint(actor, url=url, wants=["inventory.stock_changed"], reach=Reach.of("1"), now=now())


_VARIANT = "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
_ITEMS = "generate_series(1, %(items)s) n"
_FILL = (
    """
    insert into accounts_company (id, name, subscription_tier, time_zone, currency, locale, holidays_of, policy,
        service_level, review_days, safety_days, lead_days, threshold_days, spike_factor, confidence_floor,
        extra_cover_days, assume_no_stock, allow_backorders, valuation)
    values (%(company)s, 'Shelf', 'free', 'UTC', 'EUR', 'en', '', 'position', 0.95, 7, 5, 14, 10, 2, 0.7, 30,
        false, false, 'average')
    """,
    """
    insert into inventory_location (company_id, id, name, rank)
    values (%(company)s, %(place)s, 'Main', 1), (%(company)s, %(second)s, 'Second', 2)
    """,
    f"""
    insert into catalog_product (company_id, id, name, description, attributes)
    select %(company)s, {_VARIANT}, 'Item ' || n, '', '{{}}' from {_ITEMS}
    """,
    f"""
    insert into catalog_variant (company_id, id, product_id, sku, options, barcode, cost, moq, pack_multiple)
    select %(company)s, {_VARIANT}, {_VARIANT}, 'SKU-' || n, '{{}}', '', 5, 0, 1 from {_ITEMS}
    """,
    f"""
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved, average_value,
        fifo_value, stated_at)
    select %(company)s, {_VARIANT}, %(place)s, %(pieces)s, 0, %(pieces)s::numeric * 5,
        %(pieces)s::numeric * 5, now()
    from {_ITEMS}
    """,
    f"""
    insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, average_value, fifo_value,
        unit_cost, happened_at, ref_type, ref_id, channel, reason, by, cause, posting_id)
    select %(company)s, {_VARIANT}, %(place)s, 'opening', %(pieces)s, %(pieces)s::numeric * 5,
        %(pieces)s::numeric * 5, 5, now(),
        '', '', '', '', 'shelf', 'opening:' || n, %(place)s from {_ITEMS}
    """,
    f"""
    insert into inventory_layer (company_id, variant_id, location_id, posting_id, received_at, quantity, value,
        quantity_left, value_left)
    select %(company)s, {_VARIANT}, %(place)s, %(place)s, now(), %(pieces)s, %(pieces)s::numeric * 5, %(pieces)s,
        %(pieces)s::numeric * 5 from {_ITEMS}
    """,
)

_PLACE = "insert into inventory_location (company_id, id, name) values (%(company)s, %(place)s, %(name)s)"
_SPREAD = f"""
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved, stated_at)
    select %(company)s, {_VARIANT}, %(place)s, 10, 0, now() from {_ITEMS}
"""
_MOVES = f"""
    insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, average_value, fifo_value,
        happened_at, ref_type, ref_id, channel, reason, by, cause)
    select %(company)s, {_VARIANT.replace("to_hex(n)", "to_hex(1 + (k / 2) %% %(items)s)")}, %(place)s,
        case when k %% 2 = 0 then 'sale' else 'return' end, case when k %% 2 = 0 then -1 else 1 end,
        case when k %% 2 = 0 then -5 else 5 end, case when k %% 2 = 0 then -5 else 5 end,
        now() - make_interval(mins => (k %% 1000000)::int), 'sale', '', 'web', '', 'shelf', gen_random_uuid()::text
    from generate_series(0, %(rows)s - 1) k
"""
