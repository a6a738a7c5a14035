"""Lots: the list, and one with what may be done about it."""

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.lots import assign_lot, block_lot, change_lot, release_lot
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.inventory.queries.lots import lot_story
from stockwright.inventory.rules.lots import InvalidLot
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.lots import lot_page, lots_list
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def lots(request: PageRequest, actor: Actor) -> HttpResponse:
    """Lots that hold something, the first to expire first."""
    shown = lots_list(actor, request.company, request.GET)
    return framed(request, actor, "lots/page.html", section="stock", page=shown, place="lots")


@require_GET
@page("inventory.read")
def lot(request: PageRequest, actor: Actor, lot_id: UUID) -> HttpResponse:
    """One lot: where it is, what happened to it, what may be done."""
    shown = lot_page(actor, request.company, lot_id)
    return framed(request, actor, "lots/one.html", section="stock", page=shown, place="lots")


@require_POST
@page("inventory.write")
def change(request: PageRequest, actor: Actor, lot_id: UUID) -> HttpResponse:
    """Correct, block or let go a lot, or put pieces into it; a refusal is told on its page."""
    lot_story(actor, lot_id, moves=1)
    try:
        _change(request, actor, lot_id)
    except (Invalid, Conflict) as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Done."))
    return redirect("lot", lot_id=lot_id)


@require_POST
@page("catalog.write")
def follow(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """Follow the pieces of an item in another way from now on."""
    told = request.POST.get("tracking", "")
    way = Tracking(told) if told in set(Tracking) else Tracking.NONE
    set_tracking(actor, variant_id=variant_id, tracking=way, now=clock.now())
    messages.success(request, gettext("Saved. It holds for what moves from now on."))
    return redirect("item", variant_id=variant_id)


def _change(request: HttpRequest, actor: Actor, lot_id: UUID) -> None:
    told, now = request.POST, clock.now()
    match told.get("deed"):
        case "correct":
            change_lot(actor, lot_id=lot_id, code=told.get("code", ""), expires_on=_day(told.get("expires_on", "")))
        case "block":
            block_lot(actor, lot_id=lot_id, now=now, reason=told.get("reason", ""))
        case "unblock":
            release_lot(actor, lot_id=lot_id)
        case "assign":
            pieces, place = _pieces(told.get("quantity", "")), _place(told.get("location", ""))
            assign_lot(actor, lot_id=lot_id, location_id=place, quantity=pieces, now=now)
        case _:
            raise InvalidLot(detail=gettext("Say what to do with the lot."))


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as error:
        raise InvalidLot(detail=gettext("Give the last day as year, month and day.")) from error


def _pieces(told: str) -> Decimal:
    try:
        return Decimal(told.replace(",", "."))
    except InvalidOperation as error:
        raise InvalidLot(detail=gettext("Say how many pieces belong to the lot.")) from error


def _place(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError as error:
        raise InvalidLot(detail=gettext("Say at which location.")) from error
