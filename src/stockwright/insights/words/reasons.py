"""Why a line stands where it stands, in one sentence of the buyer's words."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext, ngettext

from stockwright.insights.rules.wording import Terms, Wording, day_of

LABELS = {
    "stock_unknown": "Stock is not known",
    "negative_stock": "Stock is negative",
    "stocked_out": "Out of stock",
    "late_order": "Open order is late",
    "arrives_too_late": "Open order arrives too late",
    "partial_coverage": "Open orders cover a part",
    "rounding": "Packs buy too much",
    "spike": "Sells far above its forecast",
    "low_confidence": "Forecast is uncertain",
    "no_lead_time": "Lead time is missing",
    "no_price": "Price is missing",
    "no_cost": "Cost is missing",
}
"""Every reason the plan knows, as a filter names it."""

Sentence = Callable[[Terms, Wording], str]


def reason_label(code: str) -> str:
    """The short name of a reason, for filters and files."""
    return gettext(LABELS[code]) if code in LABELS else code


def reason_sentence(action_list: str, reasons: Sequence[str], terms: Terms, wording: Wording) -> str:
    """The one thing to know about a line: its weightiest reason, else how it stands."""
    for code in reasons:
        if code in _SENTENCES:
            return _SENTENCES[code](terms, wording)
    if action_list == "order_today":
        return _due(terms, wording)
    if action_list == "already_ordered":
        return _covered(terms, wording)
    return _enough(terms, wording)


def _due(terms: Terms, wording: Wording) -> str:
    runway, lead = terms.get("runway_days"), terms["lead_days"]
    if terms.get("binding") == "threshold":
        return gettext("Lasts %(runway)s days, below its own alert at %(alert)s.") % {
            "runway": wording.days(runway or 0),
            "alert": wording.days(terms["threshold_days"]),
        }
    if runway is not None and runway < lead:
        return gettext("Runs out in %(runway)s days; a new order takes %(lead)s.") % {
            "runway": wording.days(runway),
            "lead": wording.days(lead),
        }
    return gettext("%(position)s here or on the way; %(point)s are needed until the next order arrives.") % {
        "position": wording.quantity(terms["position"]),
        "point": wording.estimate(terms["reorder_point"]),
    }


def _covered(terms: Terms, wording: Wording) -> str:
    arrival = day_of(terms.get("next_arrival_on"))
    if arrival is None:
        return gettext("%(inbound)s are on their way.") % {"inbound": wording.quantity(terms["inbound"])}
    return gettext("%(inbound)s are on their way, the first on %(day)s, before the stock runs out.") % {
        "inbound": wording.quantity(terms["inbound"]),
        "day": wording.day(arrival),
    }


def _enough(terms: Terms, wording: Wording) -> str:
    runway = terms.get("runway_days")
    if runway is None:
        return gettext("Nothing is selling.")
    return gettext("Enough for %(runway)s days; a new order takes %(lead)s.") % {
        "runway": wording.days(runway),
        "lead": wording.days(terms["lead_days"]),
    }


def _stock_unknown(terms: Terms, wording: Wording) -> str:
    return gettext("Sells %(rate)s a day, and its stock was never told. Import a stock file.") % {
        "rate": wording.estimate(terms["burn_rate"])
    }


def _negative_stock(terms: Terms, wording: Wording) -> str:
    return gettext("The books say %(stock)s. Count it before ordering.") % {
        "stock": wording.quantity(terms["on_hand"])
    }


def _stocked_out(terms: Terms, wording: Wording) -> str:
    return gettext("Out of stock; it sells %(rate)s a day.") % {"rate": wording.estimate(terms["burn_rate"])}


def _late_order(terms: Terms, wording: Wording) -> str:
    return gettext("%(late)s should have arrived already. Ask the supplier.") % {
        "late": wording.quantity(terms["late_quantity"])
    }


def _arrives_too_late(terms: Terms, wording: Wording) -> str:
    arrival, out = day_of(terms.get("next_arrival_on")), day_of(terms.get("stockout_on"))
    if arrival is None or out is None:
        return gettext("What is on its way arrives after the stock has run out.")
    return gettext("Runs out on %(out)s; what is on its way arrives on %(arrival)s.") % {
        "out": wording.day(out),
        "arrival": wording.day(arrival),
    }


def _partial_coverage(terms: Terms, wording: Wording) -> str:
    return gettext("%(inbound)s are on their way, which is not enough; %(missing)s are missing.") % {
        "inbound": wording.quantity(terms["inbound"]),
        "missing": wording.estimate(terms["raw_quantity"]),
    }


def _rounding(terms: Terms, wording: Wording) -> str:
    return gettext("%(raw)s are needed, the smallest order is %(quantity)s: %(days)s days too many.") % {
        "raw": wording.estimate(terms["raw_quantity"]),
        "quantity": wording.quantity(terms["quantity"]),
        "days": wording.days(terms["extra_cover_days"]),
    }


def _spike(terms: Terms, wording: Wording) -> str:
    return gettext("Sold %(sold)s in 7 days where %(expected)s were expected.") % {
        "sold": wording.quantity(terms["sold_7"]),
        "expected": wording.estimate(terms["forecast_7"]),
    }


def _low_confidence(terms: Terms, wording: Wording) -> str:
    days = terms["lead_days"]
    said = ngettext(
        "Uncertain: demand of %(days)s day stays within %(near)s of the forecast in %(share)s of cases.",
        "Uncertain: demand over %(days)s days stays within %(near)s of the forecast in %(share)s of cases.",
        days,
    )
    near = wording.share(terms.get("confidence_within", 0.3))
    return said % {"days": wording.days(days), "near": near, "share": wording.share(terms["confidence"])}


def _no_lead_time(terms: Terms, wording: Wording) -> str:
    return gettext("Its lead time is not known; %(days)s days are assumed.") % {
        "days": wording.days(terms["lead_days"])
    }


def _no_price(terms: Terms, wording: Wording) -> str:  # noqa: ARG001 - every sentence is told alike
    return gettext("It has no price, so what is at stake cannot be told.")


def _no_cost(terms: Terms, wording: Wording) -> str:  # noqa: ARG001
    return gettext("It has no cost, so its price stands for what is at stake.")


# An advice is told by what drives it; doubts about it come after.
_SENTENCES: dict[str, Sentence] = {
    "stock_unknown": _stock_unknown,
    "negative_stock": _negative_stock,
    "stocked_out": _stocked_out,
    "late_order": _late_order,
    "arrives_too_late": _arrives_too_late,
    "partial_coverage": _partial_coverage,
    "rounding": _rounding,
    "spike": _spike,
}
_DOUBTS: dict[str, Sentence] = {
    "low_confidence": _low_confidence,
    "no_lead_time": _no_lead_time,
    "no_price": _no_price,
    "no_cost": _no_cost,
}


def doubts(reasons: Sequence[str], terms: Terms, wording: Wording) -> tuple[str, ...]:
    """What makes the advice less sure, a sentence each."""
    return tuple(_DOUBTS[code](terms, wording) for code in reasons if code in _DOUBTS)
