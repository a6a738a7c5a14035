"""Answers kept for a day, so that a write that is sent twice is done once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection

from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict
from stockwright.messaging.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)


class KeyUsedOtherwise(Conflict):
    """One key cannot stand for two different requests."""

    message = "This Idempotency-Key was sent with another request. Use a new key for each new request."


class KeyInUse(Conflict):
    """The first request with this key is still being worked on."""

    message = "The first request with this Idempotency-Key is still being worked on. Ask again shortly."


class AnswerNotKept(Conflict):
    """The deed was done, and its answer held a secret that is shown once."""

    message = "This was done already, and its answer held a secret that is shown only once."


@dataclass(frozen=True)
class Answer:
    """What was answered: the status and the body as it went out."""

    status: int
    body: bytes


def fingerprint(method: str, path: str, body: bytes) -> str:
    """The same text for the same request."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


def claim_answer(actor: Actor, *, key: str, fingerprint: str, now: datetime) -> Answer | None:
    """The answer given before to this key, or None: then the key is this transaction's alone.

    Whoever comes second waits here for the first one's transaction. If that commits, its answer is found; if
    it does not, the key is free and the second is the first. The claim lives and dies with the deed. Where
    the transaction has a lock timeout, waiting longer raises KeyInUse.
    """
    KeptAnswer.objects.of(actor).filter(key=key, at__lt=now - KEPT_FOR).delete()
    if _claimed(actor, key, fingerprint, now):
        return None
    kept = KeptAnswer.objects.of(actor).get(key=key)
    if kept.fingerprint != fingerprint:
        raise KeyUsedOtherwise
    if kept.status is None or kept.body is None:
        raise AnswerNotKept
    return Answer(kept.status, bytes(kept.body))


def keep_answer(actor: Actor, *, key: str, answer: Answer) -> None:
    """Remember what was answered to a claimed key."""
    KeptAnswer.objects.of(actor).filter(key=key).update(status=answer.status, body=answer.body)


def forget_answers(actor: Actor, *, now: datetime) -> int:
    """Delete the company's answers that are older than KEPT_FOR; how many there were."""
    deleted, _ = KeptAnswer.objects.of(actor).filter(at__lt=now - KEPT_FOR).delete()
    return deleted


def _claimed(actor: Actor, key: str, fingerprint: str, now: datetime) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                f"insert into {KeptAnswer._meta.db_table} (company_id, key, fingerprint, at)"
                " values (%s, %s, %s, %s) on conflict do nothing",
                [actor.company_id, key, fingerprint, now],
            )
        except OperationalError as error:
            raise KeyInUse from error
        claimed: bool = cursor.rowcount == 1
    return claimed
