"""Made-up rows for the page of components: the same each time, with every state among them."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django import forms

from stockwright.web.components.icons import FOLDER
from stockwright.web.shown.design import DesignPage
from stockwright.web.shown.frame import Chip, Choice, Paging, Progress
from stockwright.web.shown.item import Fan, Flag, Receipt, Term
from stockwright.web.shown.today import Calibration, Header, Line, LineGroup, Ordered, Summary, Tab, TodayPage

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 8, 5, tzinfo=UTC)
NAMES = (
    "Stoneware mug, 350 ml",
    "Beeswax candle, set of 3",
    "Oak chopping board with a leather strap, large, in a gift box",
    "Linen tea towel",
    "Кружка керамическая «Северное сияние»",
)
REASONS = (
    "96 sell until an order arrives and is reviewed; 41 are here and none on the way.",
    "Sales doubled in two weeks: the stock lasts 6 days, an order needs 21.",
    "The open order covers half of the need and is 4 days late.",
    "Out of stock since Tuesday; about 11 a day would sell.",
    "The pack of 72 adds 31 days of cover.",
)


def history(rate: float, days: int = 60, *, drought: range = range(0)) -> tuple[float | None, ...]:
    """Sales of some days with a weekly rhythm; days of `drought` were out of stock."""
    rhythm = (0.6, 0.8, 1.0, 0.9, 1.5, 1.7, 0.5)
    wave = [rate * rhythm[day % 7] * (1 + 0.4 * math.sin(day / 9)) for day in range(days)]
    return tuple(None if day in drought else float(round(value)) for day, value in enumerate(wave))


def fan(rate: float, days: int = 28) -> Fan:
    """A forecast around `rate` with the spread of counts."""
    middle = [rate * (1.3 if day % 7 in (4, 5) else 0.9) for day in range(days)]
    spread = [1.28 * math.sqrt(2 * value) for value in middle]
    low = tuple(max(0.0, value - wide) for value, wide in zip(middle, spread, strict=True))
    return Fan(low, tuple(middle), tuple(value + wide for value, wide in zip(middle, spread, strict=True)))


def line(number: int) -> Line:
    """Line `number` of the list: 0 plain, 1 doubled, 2 flagged and once out of stock, 3 out of stock, 4 new."""
    rate = (4.6, 9.0, 2.4, 11.0, 0.4)[number % 5]
    stock = Decimal((41, 54, 8, 0, 3)[number % 5])
    quantity = Decimal((96, 240, 60, 264, 72)[number % 5])
    runway = stock / Decimal(str(rate))
    return Line(
        id=UUID(int=number + 1),
        variant_id=UUID(int=number + 1001),
        item_url="#",
        sku=f"MUG-{number:03}",
        name=NAMES[number % 5],
        location="",
        picture_url=None,
        supplier=("Nordwind", "Hanse Keramik")[number % 2],
        unit="pcs",
        history=history(rate, drought=range(20, 27) if number % 5 in (2, 3) else range(0)),
        fan=fan(rate),
        trend=Decimal("0.12"),
        on_hand=stock,
        inbound=Decimal(0),
        inbound_days=Decimal(0),
        runway_days=runway,
        stockout_on=TODAY + timedelta(days=int(runway)),
        lead_days=Decimal(21),
        safety_days=Decimal(5),
        threshold_days=Decimal(14),
        is_threshold_own=number == 1,
        quantity=quantity,
        pack_size=Decimal((12, 24, 1, 24, 72)[number % 5]),
        cost=quantity * Decimal("2.35"),
        order_by=TODAY + timedelta(days=number % 4),
        at_stake=Decimal("31.70") * (5 - number % 5),
        confidence=Decimal("0.72"),
        is_new=number % 5 == 4,
        reason=REASONS[number % 5],
        flag=Flag("New packaging from May", "Anna", NOW) if number % 5 == 2 else None,
        ordered=Ordered(quantity, "Anna", NOW, TODAY + timedelta(days=21)) if number % 5 == 0 else None,
    )


def header(to_order: int = 12) -> Header:
    """The sentence, the figures and the tabs."""
    stake = Decimal("3480.20") if to_order else Decimal(0)
    calibration = Calibration(Decimal("0.9"), Decimal("0.89"), 84210)
    summary = Summary(
        3049, to_order, 2, Decimal("8412.50"), 31, stake, 0, Decimal("0.81"), calibration, NOW, "#", "#", "#", "#"
    )
    tabs = (
        Tab("order_today", to_order, stake, "#", True),
        Tab("already_ordered", 38, Decimal(12904), "#", False),
        Tab("attention", 7, Decimal("911.40"), "#", False),
    )
    return Header(summary, tabs)


def today_page(*, lines: int = 5, tab: str = "order_today") -> TodayPage:
    """The morning page with some lines, or with all done."""
    shown = tuple(line(number) for number in range(lines))
    cost = sum((one.cost or Decimal(0) for one in shown), Decimal(0))
    stake = sum((one.at_stake or Decimal(0) for one in shown), Decimal(0))
    return TodayPage(
        state="ready",
        today=TODAY,
        header=header(lines),
        progress=None,
        failed=None,
        spell=None,
        red_proof=None,
        tomorrow=None,
        tab=tab,
        query="",
        sort="money",
        group="",
        chips=(),
        suppliers=(Choice("nordwind", "Nordwind", False),),
        groups=(LineGroup("", lines, cost, stake, shown),) if shown else (),
        total_cost=cost,
        total_at_stake=stake,
        paging=paging() if shown else None,
    )


def paging() -> Paging:
    """In the middle of a long list."""
    return Paging(50, 3049, "next", False)


def chips() -> tuple[Chip, ...]:
    """Two filters that are on."""
    return (Chip("Supplier", "Nordwind", "?"), Chip("Days left", "under 7", "?"))


def progress() -> Progress:
    """Work that is under way."""
    return Progress("Computing", "Forecasting 3,049 items", 1280, 3049, "")


def receipt() -> Receipt:
    """An order of 96 with the terms that add up to it."""
    return Receipt(
        words=(
            "Order 96 today: 131 are needed to be safe in 95 of 100 cases until the next order arrives.",
            "41 are here and none are on the way, so 90 are missing; the pack of 12 makes it 96.",
        ),
        terms=(
            Term("Demand over 21 days", "96.4", "4.6 a day", "#", ""),
            Term("Safety for 95 of 100 cases", "34.6", "", "#", "+"),
            Term("On hand", "41", "2 locations", "#", "\N{MINUS SIGN}"),
            Term("On its way", "0", "no open order", "#", "\N{MINUS SIGN}"),
            Term("Missing", "90", "", None, "="),
            Term("Rounded to packs of 12", "96", "6 more", None, "="),
        ),
        bound_by="pack multiple of 12",
        would_change=("With a lead time of 14 days the order would be 60.",),
        policy="Position against reorder point",
        computed_at=NOW,
    )


class SampleForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label="Email", help_text="You log in with it.")
    target = forms.DecimalField(label="Target service level", max_value=99, help_text="95 is usual.")
    policy = forms.ChoiceField(label="Policy", required=False, choices=[("position", "Position")])
    weekly = forms.BooleanField(label="Write to me on Mondays", required=False, help_text="One mail a week.")


def design_page() -> DesignPage:
    """Samples for each component."""
    return DesignPage(
        header=header(),
        groups=today_page().groups,
        form=SampleForm({"email": "anna", "target": "140", "weekly": "on"}),
        chips=chips(),
        paging=paging(),
        progress=progress(),
        history=history(4.6, drought=range(20, 27)),
        fan=fan(4.6),
        receipt=receipt(),
        icons=tuple(sorted(path.stem for path in FOLDER.glob("*.svg"))),
    )
