"""Signing up, adding people, changing roles."""

from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stockwright.accounts.events import CompanySignedUp, PersonJoined, PersonLeft, RoleChanged
from stockwright.accounts.models import Company, Membership, Person
from stockwright.accounts.rules import (
    ROLES,
    EmailTaken,
    LastOwner,
    WeakPassword,
    WrongLogin,
    check_currency,
    check_time_zone,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked
from stockwright.kit.problems import Invalid, NotFound
from stockwright.kit.tenancy import person_scope, scope
from stockwright.messaging.actions.events import emit


def sign_up(
    *,
    company_name: str,
    email: str,
    password: str,
    name: str = "",
    time_zone: str = "UTC",
    currency: str = "EUR",
) -> Actor:
    """Begin a company with its first owner; the actor is that owner."""
    if not company_name.strip():
        raise Invalid("Give the company a name.")
    company_id = new_id()
    with scope(company_id):
        person = _add_person(email=email, password=password, name=name)
        Company.objects.create(
            id=company_id,
            name=company_name.strip(),
            time_zone=check_time_zone(time_zone),
            currency=check_currency(currency),
        )
        Membership.objects.create(company_id=company_id, person=person, role="owner")
        actor = Actor(company_id, ROLES["owner"], person.pk, person.email)
        emit(actor, CompanySignedUp(person_id=person.pk, company_name=company_name.strip()))
    return actor


def log_in(*, email: str, password: str) -> tuple[Person, UUID]:
    """The person and the company they enter, or WrongLogin (in the same time either way)."""
    person = Person.objects.filter(email=email.strip().lower(), active=True).first()
    if person is None:
        make_password(password)
        raise WrongLogin
    if not check_password(password, person.password):
        raise WrongLogin
    with person_scope(person.pk):
        membership = Membership.objects.filter(person=person).order_by("created_at").first()
    if membership is None:
        raise WrongLogin
    return person, membership.company_id


@deed("people.write")
def add_person(actor: Actor, *, email: str, password: str, role: str, name: str = "") -> Membership:
    """Give somebody new a login and a role in this company."""
    check_role(role)
    person = _add_person(email=email, password=password, name=name)
    membership = Membership.objects.create(company_id=actor.company_id, person=person, role=role)
    emit(actor, PersonJoined(person_id=person.pk, email=person.email, role=role))
    return membership


@deed("people.write")
def change_role(actor: Actor, *, membership_id: UUID, role: str) -> Membership:
    """Give a member another role; the last owner stays one."""
    check_role(role)
    member = _locked_member(actor, membership_id, still_owner=role == "owner")
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    if before != role:
        emit(
            actor,
            RoleChanged(
                person_id=member.person_id,
                email=member.person.email,
                before={"role": before},
                after={"role": role},
            ),
        )
    return member


@deed("people.write")
def remove_person(actor: Actor, *, membership_id: UUID) -> None:
    """End somebody's membership: they cannot enter this company any more. The last owner stays."""
    member = _locked_member(actor, membership_id, still_owner=False)
    left = PersonLeft(
        person_id=member.person_id, email=member.person.email, before={"role": member.role}, after={"role": None}
    )
    member.delete()
    emit(actor, left)


def _locked_member(actor: Actor, membership_id: UUID, *, still_owner: bool) -> Membership:
    """The member, with all members locked, unless the company would be left without an owner."""
    members = {member.pk: member for member in locked(Membership.objects.of(actor))}
    member = members.get(membership_id)
    if member is None:
        raise NotFound(what="member")
    owners = [other for other in members.values() if other.role == "owner"]
    if owners == [member] and not still_owner:
        raise LastOwner
    return member


def check_role(role: str) -> None:
    """Pass silently for a role that exists."""
    if role not in ROLES:
        raise Invalid(f"There is no role “{role}”. Choose one of: {', '.join(ROLES)}.")


def _add_person(*, email: str, password: str, name: str) -> Person:
    address = email.strip().lower()
    if "@" not in address:
        raise Invalid("Give a full e-mail address, such as ada@example.com.")
    person = Person(email=address, name=name.strip())
    try:
        validate_password(password, user=None)
    except ValidationError as error:
        raise WeakPassword(detail=" ".join(error.messages)) from error
    person.password = make_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken from error
    return person
