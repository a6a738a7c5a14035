"""An advice in plain words: every term it rests on, told by name, number and origin.

Pure: the numbers of the text are the numbers of the terms, written by the wording that the door brings.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from stockwright.insights.rules.wording import Terms, Wording, day_of


@dataclass(frozen=True)
class ToldTerm:
    """One line of the calculation. `rows` says where the rows behind the number are."""

    label: str
    value: str
    detail: str = ""
    rows: str = ""  # "stock", "orders", "forecast", "sales", "settings" or ""
    operator: str = ""


@dataclass(frozen=True)
class ToldReceipt:
    """Why this quantity: sentences, then the calculation line by line, and what set the quantity."""

    words: tuple[str, ...]
    terms: tuple[ToldTerm, ...]
    bound_by: str


def receipt(terms: Terms, wording: Wording) -> ToldReceipt:
    """Tell the terms of one advice."""
    classic = terms.get("policy") == "runway"
    rule = (_classic_words, _classic_terms) if classic else (_position_words, _position_terms)
    return ToldReceipt(
        words=(*rule[0](terms, wording), *_order_words(terms, wording), *_time_words(terms, wording)),
        terms=(
            *_stock_terms(terms, wording),
            *rule[1](terms, wording),
            *_order_terms(terms, wording),
            *_time_terms(terms, wording),
            *_money_terms(terms, wording),
        ),
        bound_by=_bound_by(terms, wording),
    )


def _position_words(terms: Terms, wording: Wording) -> tuple[str, ...]:
    if not terms["protect_mean"]:
        return (gettext("No sales are expected, so nothing has to be there."),)
    return (
        gettext(
            "It sells %(rate)s a day. An order placed at the next look arrives in %(days)s days "
            "(lead time %(lead)s, next look in %(review)s); until then %(mean)s are expected to sell."
        )
        % {
            "rate": wording.estimate(terms["burn_rate"]),
            "days": wording.days(terms["lead_days"] + terms["review_days"]),
            "lead": wording.days(terms["lead_days"]),
            "review": wording.days(terms["review_days"]),
            "mean": wording.estimate(terms["protect_mean"]),
        },
        gettext("To be enough in %(level)s of cases, %(point)s have to be there or on their way: %(safety)s more.")
        % {
            "level": wording.share(terms["service_level"]),
            "point": wording.estimate(terms["reorder_point"]),
            "safety": wording.estimate(terms["safety_stock"]),
        },
    )


def _classic_words(terms: Terms, wording: Wording) -> tuple[str, ...]:
    return (
        gettext("It sells %(rate)s a day. The classic rule alerts when %(point)s or fewer are left.")
        % {"rate": wording.estimate(terms["burn_rate"]), "point": wording.estimate(terms["reorder_point"])},
    )


def _order_words(terms: Terms, wording: Wording) -> tuple[str, ...]:
    if terms["position"] is None:
        return (gettext("What is there was never told, so nothing can be advised."),)
    there = gettext("There are %(free)s free and %(inbound)s on their way: %(position)s.") % {
        "free": wording.quantity(terms["free"]),
        "inbound": wording.quantity(terms["inbound"]),
        "position": wording.quantity(terms["position"]),
    }
    if terms.get("stock_assumed"):
        there = f"{gettext('What is there was never told; none is assumed.')} {there}"
    if terms["quantity"] <= 0:
        return there, gettext("That is enough for now.")
    needed = gettext("Filling up to %(level)s takes %(raw)s.") % {
        "level": wording.estimate(terms["order_up_to"]),
        "raw": wording.estimate(terms["raw_quantity"]),
    }
    return there, f"{needed} {_rounded(terms, wording)}".strip()


def _rounded(terms: Terms, wording: Wording) -> str:
    quantity = wording.quantity(terms["quantity"])
    if terms["binding"] == "moq":
        return gettext("The smallest order is %(moq)s: %(quantity)s.") % {
            "moq": wording.quantity(terms["moq"]),
            "quantity": quantity,
        }
    if terms["binding"] == "pack":
        return gettext("In packs of %(pack)s that makes %(quantity)s.") % {
            "pack": wording.quantity(terms["pack_multiple"]),
            "quantity": quantity,
        }
    return ""


def _time_words(terms: Terms, wording: Wording) -> tuple[str, ...]:
    said = []
    out, safe = day_of(terms.get("stockout_on")), day_of(terms.get("last_safe_order_on"))
    if out:
        said.append(gettext("At this pace the free stock runs out on %(day)s.") % {"day": wording.day(out)})
    if safe and terms["quantity"] > 0:
        said.append(gettext("The last safe day to order: %(day)s.") % {"day": wording.day(safe)})
    if terms["quantity"] > 0 and terms.get("money_at_stake"):
        said.append(
            gettext("Waiting for the next look is expected to lose %(pieces)s sales, worth %(money)s.")
            % {
                "pieces": wording.estimate(terms["pieces_at_stake"]),
                "money": wording.money(terms["money_at_stake"]),
            }
        )
    return tuple(said)


def _stock_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    if terms["on_hand"] is None:
        return (ToldTerm(gettext("On hand"), gettext("not known"), rows="stock"),)
    late = terms["late_quantity"]
    arrival = day_of(terms.get("next_arrival_on"))
    detail = gettext("the first on %(day)s") % {"day": wording.day(arrival)} if arrival else ""
    if late:
        detail = gettext("%(late)s of them late") % {"late": wording.quantity(late)}
    returns = terms["expected_returns"]
    back = (ToldTerm(gettext("Expected returns"), wording.estimate(returns), operator="+"),) if returns else ()
    return (
        ToldTerm(gettext("On hand"), wording.quantity(terms["on_hand"]), rows="stock"),
        ToldTerm(gettext("Reserved"), wording.quantity(terms["reserved"]), rows="stock", operator="−"),
        ToldTerm(gettext("On its way"), wording.quantity(terms["inbound"]), detail, "orders", "+"),
        *back,
        ToldTerm(gettext("Position"), wording.quantity(terms["position"]), operator="="),
    )


def _position_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    days = terms["lead_days"] + terms["review_days"]
    beyond = gettext("enough in %(level)s of cases") % {"level": wording.share(terms["service_level"])}
    if terms["reorder_point"] > terms["target_point"]:
        beyond = gettext("lifted from %(point)s by the item's own alert at %(days)s days") % {
            "point": wording.estimate(terms["target_point"]),
            "days": wording.days(terms["threshold_days"]),
        }
    return (
        _demand(gettext("Expected demand until an order placed at the next look arrives"), days,
                terms["protect_mean"], terms["protect_variance"], wording),
        ToldTerm(gettext("Safety stock"), wording.estimate(terms["safety_stock"]), beyond, "settings", "+"),
        ToldTerm(gettext("Reorder point"), wording.estimate(terms["reorder_point"]), operator="="),
        ToldTerm(
            gettext("Order up to"),
            wording.estimate(terms["order_up_to"]),
            gettext("with %(cycle)s for the time until the order after") % {
                "cycle": wording.estimate(terms["cycle_mean"])
            },
        ),
    )  # fmt: skip


def _classic_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    return (
        ToldTerm(gettext("Sells a day"), wording.estimate(terms["burn_rate"]), rows="forecast"),
        ToldTerm(
            gettext("Alert at"), wording.estimate(terms["reorder_point"]), gettext("days of stock x sales a day")
        ),
        ToldTerm(
            gettext("Safety stock"),
            wording.estimate(terms["safety_stock"]),
            gettext("%(days)s safety days") % {"days": wording.days(terms["safety_days"])},
            "settings",
        ),
        ToldTerm(
            gettext("Order up to"),
            wording.estimate(terms["order_up_to"]),
            gettext("lead time %(lead)s + safety %(safety)s days") % {
                "lead": wording.days(terms["lead_days"]),
                "safety": wording.days(terms["safety_days"]),
            },
        ),
    )  # fmt: skip


def _demand(label: str, days: float, mean: float, variance: float, wording: Wording) -> ToldTerm:
    """Expected demand over some days with its standard deviation."""
    detail = gettext("%(days)s days, give or take %(deviation)s") % {
        "days": wording.days(days),
        "deviation": wording.estimate(variance**0.5),
    }
    return ToldTerm(label, wording.estimate(mean), detail, "forecast")


def _order_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    if terms["position"] is None:
        return ()
    extra = terms["quantity"] - terms["raw_quantity"]
    rounding = (
        ToldTerm(gettext("Rounding up"), wording.estimate(extra), _rounding_detail(terms, wording), operator="+")
        if extra > 0
        else None
    )
    return (
        ToldTerm(gettext("Missing up to that level"), wording.estimate(terms["raw_quantity"])),
        *((rounding,) if rounding else ()),
        ToldTerm(gettext("Order"), wording.quantity(terms["quantity"]), operator="="),
    )


def _rounding_detail(terms: Terms, wording: Wording) -> str:
    days = wording.days(terms["extra_cover_days"])
    if terms["rounding_cost"] is None:
        return gettext("%(days)s days of demand") % {"days": days}
    return gettext("%(days)s days of demand, %(money)s") % {
        "days": days,
        "money": wording.money(terms["rounding_cost"]),
    }


def _time_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    said = [
        _demand(gettext("Expected demand over the lead time"), terms["lead_days"], terms["lead_mean"],
                terms["lead_variance"], wording),
    ]  # fmt: skip
    if terms["po_coverage"] is not None:
        covered = gettext("on its way / demand over the lead time")
        said.append(ToldTerm(gettext("Covered by open orders"), wording.share(terms["po_coverage"]), covered))
    if terms["runway_days"] is not None:
        said.append(
            ToldTerm(
                gettext("Days left"),
                wording.days(terms["runway_days"]),
                gettext("free stock / %(rate)s a day") % {"rate": wording.estimate(terms["burn_rate"])},
            )
        )
    for label, name in ((gettext("Runs out"), "stockout_on"), (gettext("Last safe day"), "last_safe_order_on")):
        day = day_of(terms.get(name))
        if day:
            said.append(ToldTerm(label, wording.day(day)))
    near = {"share": wording.share(terms.get("confidence_within", 0.3))}
    confidence = gettext("demand over the lead time within %(share)s of its median") % near
    said.append(ToldTerm(gettext("Confidence"), wording.share(terms["confidence"]), confidence))
    return tuple(said)


def _money_terms(terms: Terms, wording: Wording) -> tuple[ToldTerm, ...]:
    if terms["unit_value"] is None:
        return (ToldTerm(gettext("At stake"), gettext("not known"), gettext("the item has no price")),)
    basis = gettext("price less cost") if terms["value_basis"] == "margin" else gettext("the price; cost unknown")
    said = [
        ToldTerm(gettext("Worth of a sale"), wording.money(terms["unit_value"]), basis),
        ToldTerm(gettext("Lost a day when out of stock"), wording.money(terms["lost_per_day"])),
    ]
    if terms["pieces_at_stake"] is not None:
        pieces = gettext("%(pieces)s sales lost by waiting for the next look") % {
            "pieces": wording.estimate(terms["pieces_at_stake"])
        }
        said.append(ToldTerm(gettext("At stake"), wording.money(terms["money_at_stake"]), pieces))
    if terms["excess_quantity"]:
        money = "" if terms["excess_money"] is None else wording.money(terms["excess_money"])
        said.append(ToldTerm(gettext("More than needed"), wording.estimate(terms["excess_quantity"]), money))
    return tuple(said)


def _bound_by(terms: Terms, wording: Wording) -> str:
    binding = terms["binding"]
    if binding == "moq":
        return gettext("minimum order of %(moq)s") % {"moq": wording.quantity(terms["moq"])}
    if binding == "pack":
        return gettext("packs of %(pack)s") % {"pack": wording.quantity(terms["pack_multiple"])}
    if binding == "threshold":
        return gettext("the item's own alert at %(days)s days") % {"days": wording.days(terms["threshold_days"])}
    if binding == "target":
        return gettext("the level to fill up to")
    return ""
