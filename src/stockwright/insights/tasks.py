"""Proofs that somebody asked for, made by the workers."""

from uuid import UUID

from procrastinate.contrib.django import app

from stockwright.insights.actions.proof import prove_in_one_moment
from stockwright.kit.actor import Actor


@app.task(name="insights.prove")
def prove_now(company_id: str) -> None:
    """Prove that the books and the stock of a company agree."""
    prove_in_one_moment(Actor.system(UUID(company_id)))
