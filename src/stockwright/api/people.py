"""The people in the company and their roles."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Router
from ninja.responses import Status
from pydantic import Field

from stockwright.accounts.actions.people import add_person, change_role
from stockwright.accounts.models import Membership
from stockwright.accounts.queries import Member, members_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut
from stockwright.kit.paging import Page

router = Router(tags=["People"])

Role = Literal["owner", "buyer", "keeper", "viewer"]


class MemberOut(Out):
    """A person in the company. `id` is the membership's."""

    id: UUID
    email: str
    name: str
    role: str
    since: datetime


class MemberIn(In):
    """A new login."""

    email: str = Field(min_length=3, max_length=254, examples=["ada@example.com"])
    password: str = Field(min_length=10, max_length=500)
    name: str = Field("", max_length=200)
    role: Role


class RoleIn(In):
    """The role that a member gets."""

    role: Role


@router.get("/members", response=PageOut[MemberOut])
@needs("people.read")
def list_members(request: ApiRequest) -> Page[Member]:
    """Everybody in the company, the oldest first, on one page."""
    return Page(members_of(request.auth), None)


@router.post("/members", response={201: MemberOut})
@needs("people.write")
def post_member(request: ApiRequest, body: MemberIn) -> Status[Member]:
    """Give somebody new a login and a role. Fails with `email_taken` or `weak_password`."""
    return Status(201, _told(add_person(request.auth, **body.changes())))


@router.patch("/members/{member_id}", response=MemberOut)
@needs("people.write")
def patch_member(request: ApiRequest, member_id: UUID, body: RoleIn) -> Member:
    """Give a member another role. Fails with `last_owner` or `not_found`."""
    return _told(change_role(request.auth, membership_id=member_id, role=body.role))


def _told(membership: Membership) -> Member:
    person = membership.person
    return Member(membership.pk, person.email, person.name, membership.role, membership.created_at)
