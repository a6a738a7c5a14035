"""How the proofs of books and stock went."""

from procrastinate.contrib.django.models import ProcrastinateJob

from stockwright.insights.models import ProofRun
from stockwright.kit.actor import Actor


def last_proof(actor: Actor) -> ProofRun | None:
    """The newest proof, if there is any."""
    return ProofRun.objects.of(actor).order_by("-at", "-id").first()


def red_proof(actor: Actor) -> ProofRun | None:
    """The newest proof where it found that something does not agree."""
    last = last_proof(actor)
    return last if last is not None and not last.is_green else None


def proofs(actor: Actor, *, limit: int = 14) -> list[ProofRun]:
    """The newest proofs without their rows, the newest first."""
    return list(ProofRun.objects.of(actor).defer("findings").order_by("-at", "-id")[:limit])


def is_proving(actor: Actor) -> bool:
    """Whether a proof that somebody asked for waits or runs right now."""
    jobs = ProcrastinateJob.objects.filter(task_name="insights.prove", status__in=("todo", "doing"))
    return jobs.filter(args__company_id=str(actor.company_id)).exists()
