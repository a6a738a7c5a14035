"""Reservations: who has what promised, until when, and what is to become of it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.inventory.actions.fulfilment import commit_reservation, extend_reservation, release_reservation
from stockwright.inventory.rules.reservations import InvalidReservation
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.reservations import AskedReservations, reservation_page, reservations_list
from stockwright.web.http import PageRequest, framed, page

LONGEST = 525_600


@require_GET
@page("inventory.read")
def reservations(request: PageRequest, actor: Actor) -> HttpResponse:
    """What is promised, the newest first."""
    shown = reservations_list(actor, AskedReservations.of(request.GET), now=clock.now())
    return framed(request, actor, "reservations/list.html", section="stock", place="reservations", page=shown)


@require_GET
@page("inventory.read")
def reservation(request: PageRequest, actor: Actor, reservation_id: UUID) -> HttpResponse:
    """One reservation with its lines."""
    shown = reservation_page(actor, reservation_id, now=clock.now())
    return framed(request, actor, "reservations/one.html", section="stock", place="reservations", page=shown)


@require_POST
@page("inventory.reserve")
def release(request: PageRequest, actor: Actor, reservation_id: UUID) -> HttpResponse:
    """Give back what is held."""
    reason = request.POST.get("reason", "").strip()[:200]
    release_reservation(actor, reservation_id=reservation_id, now=clock.now(), reason=reason)
    messages.success(request, gettext("Released: the pieces are free again."))
    return redirect("reservation", reservation_id)


@require_POST
@page("inventory.reserve")
def commit(request: PageRequest, actor: Actor, reservation_id: UUID) -> HttpResponse:
    """Let what is held go out as sold."""
    commit_reservation(actor, reservation_id=reservation_id, now=clock.now())
    messages.success(request, gettext("Gone out: the pieces are booked as sold."))
    return redirect("reservation", reservation_id)


@require_POST
@page("inventory.reserve")
def extend(request: PageRequest, actor: Actor, reservation_id: UUID) -> HttpResponse:
    """Let a promise hold for longer."""
    told = request.POST.get("minutes", "")
    if not told.isascii() or not told.isdecimal() or not 0 < int(told) <= LONGEST:
        raise InvalidReservation(detail=gettext("Give a number of minutes from 1 to 525,600 (a year)."))
    extend_reservation(actor, reservation_id=reservation_id, now=clock.now(), hold_for=timedelta(minutes=int(told)))
    messages.success(request, gettext("Extended: the pieces stay promised."))
    return redirect("reservation", reservation_id)
