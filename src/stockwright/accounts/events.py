"""What happens to companies, people and tokens."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class CompanySignedUp(Happening):
    """A company began, with its first owner."""

    name: ClassVar[str] = "company.signed_up"
    person_id: UUID
    company_name: str


@dataclass(frozen=True)
class CompanyChanged(Happening):
    """Settings of the company changed: before and after by field."""

    name: ClassVar[str] = "company.changed"
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The company itself."""
        return "company"


@dataclass(frozen=True)
class PersonJoined(Happening):
    """A person became a member."""

    name: ClassVar[str] = "person.joined"
    person_id: UUID
    email: str
    role: str

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person_id}"


@dataclass(frozen=True)
class RoleChanged(Happening):
    """A member's role changed."""

    name: ClassVar[str] = "person.role_changed"
    person_id: UUID
    email: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person_id}"


@dataclass(frozen=True)
class PersonLeft(Happening):
    """A person is a member no more."""

    name: ClassVar[str] = "person.left"
    person_id: UUID
    email: str
    before: dict[str, str]
    after: dict[str, None]

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person_id}"


@dataclass(frozen=True)
class TokenMade(Happening):
    """An API token was made."""

    name: ClassVar[str] = "token.made"
    token_id: UUID
    token_name: str
    role: str

    @property
    def subject(self) -> str:
        """The token."""
        return f"token:{self.token_id}"


@dataclass(frozen=True)
class TokenRevoked(Happening):
    """An API token was revoked."""

    name: ClassVar[str] = "token.revoked"
    token_id: UUID
    token_name: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The token."""
        return f"token:{self.token_id}"
