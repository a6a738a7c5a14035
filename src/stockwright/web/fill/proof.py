"""The proof of books and stock, filled."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from stockwright.insights.actions.checks import CHECKS, REPAIRS, Check, repair_named
from stockwright.insights.actions.proof import finding
from stockwright.insights.actions.repairs import Repaired
from stockwright.insights.models import ProofRun
from stockwright.insights.queries.proof import is_proving, last_proof, proofs
from stockwright.kit.actor import Actor
from stockwright.web.components.numbers import grouped
from stockwright.web.shown.proof import (
    ProofCheck,
    ProofDifference,
    ProofPage,
    ProofPast,
    ProofRepair,
    RepairPage,
)


def proof_page(actor: Actor) -> ProofPage:
    """The last proof with the rows behind each difference."""
    run = last_proof(actor)
    found = {one["check"]: one for one in run.findings} if run else {}
    red = {check.repair for check in CHECKS if found.get(check.name, {}).get("different")}
    return ProofPage(
        headline=_headline(run),
        is_green=run is not None and run.is_green,
        at=run.at if run else None,
        by=run.by if run else "",
        seconds=grouped(Decimal(str(round(run.seconds, 1))), 1) if run else "",
        checks=tuple(_check(check, found[check.name]) for check in CHECKS if check.name in found),
        repairs=tuple(_repair(one.name) for one in REPAIRS if one.name in red),
        past=tuple(ProofPast(one.at, one.by, one.differences) for one in proofs(actor)),
        is_running=is_proving(actor),
        may_run=actor.may("inventory.write"),
        may_repair=actor.may("company.write"),
    )


def repair_page(name: str, shown: Repaired) -> RepairPage:
    """What a repair would change."""
    return RepairPage(
        repair=_repair(name),
        checks=tuple(_check(check, finding(check, one)) for check, one in shown.before if one.different),
        left=sum(one.different for _, one in shown.after),
    )


def _headline(run: ProofRun | None) -> str:
    if run is None:
        return gettext("Nothing was compared yet.")
    if run.is_green:
        return gettext("Books and stock agree.")
    told = ngettext(
        "Books and stock differ in %(count)s place.", "Books and stock differ in %(count)s places.", run.differences
    )
    return told % {"count": grouped(Decimal(run.differences), 0)}


def _repair(name: str) -> ProofRepair:
    repair = repair_named(name)
    return ProofRepair(repair.name, str(repair.title), str(repair.does))


def _check(check: Check, found: Mapping[str, Any]) -> ProofCheck:
    return ProofCheck(
        title=str(check.title),
        sides=gettext("%(wanted)s = %(found)s") % {"wanted": capfirst(str(check.wanted)), "found": check.found},
        compared=found["compared"],
        different=found["different"],
        rows=tuple(_rows(found["rows"])),
        wanted=capfirst(str(check.wanted)),
        found=capfirst(str(check.found)),
    )


def _rows(rows: Iterable[Mapping[str, Any]]) -> Iterable[ProofDifference]:
    for row in rows:
        yield ProofDifference(
            item=row["sku"],
            place=row["location"],
            about=row["subject"],
            wanted=_amount(row["wanted"]),
            found=_amount(row["found"]),
            url=reverse("stock_item", args=[row["variant_id"]]) if row["sku"] else "",
        )


def _amount(text: str) -> str:
    """A number with all its places: the difference may be in the last one."""
    amount = Decimal(text).normalize()
    exponent = amount.as_tuple().exponent
    return grouped(amount, max(0, -exponent if isinstance(exponent, int) else 0))
