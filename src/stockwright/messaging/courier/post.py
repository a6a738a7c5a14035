"""Sending one message over HTTP: to a checked address, within a limited time, reading a limited answer."""

import asyncio
import ssl
import time
from datetime import datetime
from functools import cache
from http import HTTPStatus
from importlib import metadata
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from stockwright.messaging.actions.attempts import Outcome
from stockwright.messaging.actions.claims import Parcel
from stockwright.messaging.rules.addresses import Address, Reach
from stockwright.messaging.rules.signatures import headers

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
LARGEST_ANSWER = 64 * 1024
_SHOWN_ANSWER = 1000
_MOST_ADDRESSES = 3


class NotSent(Exception):  # noqa: N818 - what came of it, in words
    """Nothing was sent, and why."""


async def post(parcel: Parcel, *, reach: Reach, at: datetime, total_seconds: float = TOTAL_SECONDS) -> Outcome:
    """Send a parcel; whatever goes wrong is told in words."""
    started = time.monotonic()
    answer = _Answer()
    error = ""
    try:
        async with asyncio.timeout(total_seconds):
            await _send(parcel, reach, at, answer)
    except TimeoutError:
        error = f"There was no answer within {total_seconds:g} seconds."
    except NotSent as refusal:
        error = str(refusal)
    except httpx.HTTPError as failure:
        error = _in_words(failure)
    if answer.status is not None:
        error = _judged(answer)
    return Outcome(answer.status, int((time.monotonic() - started) * 1000), error, answer.text)


class _Answer:
    """What has been received so far."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.location = ""
        self.body = b""

    @property
    def text(self) -> str:
        """The beginning, as text that can be stored."""
        return self.body[: 4 * _SHOWN_ANSWER].decode(errors="replace").replace("\x00", "\ufffd")[:_SHOWN_ANSWER]


async def _send(parcel: Parcel, reach: Reach, at: datetime, answer: _Answer) -> None:
    parts = urlsplit(parcel.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    addresses = await _resolved(host, port)
    for address in addresses:
        refusal = reach.refusal(address, secure=parts.scheme == "https")
        if refusal:
            raise NotSent(f"Nothing was sent to {host} ({address}): {refusal}")
    signed = headers(parcel.secrets, event_id=parcel.event_id, at=at, body=parcel.body)
    for number, address in enumerate(addresses[:_MOST_ADDRESSES], start=1):
        try:
            await _send_to(address, parcel, signed, answer)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if number == min(len(addresses), _MOST_ADDRESSES):
                raise
        else:
            return


async def _send_to(address: Address, parcel: Parcel, signed: dict[str, str], answer: _Answer) -> None:
    """Connect to exactly this address; the name stays what is asked for and what the certificate has to prove."""
    url = httpx.URL(parcel.url)
    sent = {
        **signed,
        "host": url.netloc.decode(),
        "content-type": "application/json",
        "accept-encoding": "identity",
        "user-agent": f"Stockwright/{metadata.version('stockwright')}",
    }
    limits = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
    async with (
        httpx.AsyncClient(verify=_trust(), trust_env=False, follow_redirects=False, timeout=limits) as client,
        client.stream(
            "POST",
            url.copy_with(host=str(address)),
            content=parcel.body,
            headers=sent,
            extensions={"sni_hostname": url.host},
        ) as received,
    ):
        answer.status = received.status_code
        answer.location = received.headers.get("location", "")
        async for block in received.aiter_raw():
            answer.body += block
            if len(answer.body) >= LARGEST_ANSWER:
                return


async def _resolved(host: str, port: int) -> list[Address]:
    """Every address that a name stands for at this moment, the first ones first."""
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, proto=6)
    except (OSError, UnicodeError) as error:
        raise NotSent(f"The name {host} was not found.") from error
    return list(dict.fromkeys(ip_address(str(place[0]).partition("%")[0]) for *_, place in found))


def _judged(answer: _Answer) -> str:
    """Why an answer is a failure; "" for a success."""
    status = answer.status or 0
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        where = f" to {answer.location[:120]}" if answer.location else ""
        return f"The receiver answered with a redirect ({status}){where}. Redirects are not followed."
    try:
        phrase = f" {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = ""
    return f"The receiver answered {status}{phrase}."


def _in_words(error: httpx.HTTPError) -> str:
    told = str(error)
    if isinstance(error, httpx.ConnectTimeout):
        return f"No connection within {CONNECT_SECONDS:g} seconds."
    if isinstance(error, httpx.ConnectError):
        what = "The certificate could not be verified" if "CERTIFICATE_VERIFY" in told else "No connection"
        return f"{what}: {told}"
    if isinstance(error, httpx.TimeoutException):
        return "The receiver stopped in the middle of the answer."
    return f"The connection broke off: {told or type(error).__name__}"


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
