"""Who acts: a person, an API token or the system, always inside one company."""

from dataclasses import dataclass, field
from uuid import UUID

from stockwright.kit.problems import NotAllowed

EVERYTHING = frozenset({"*"})


@dataclass(frozen=True)
class Actor:
    """The company acted in, what may be done there, and who is answerable for it."""

    company_id: UUID
    permissions: frozenset[str] = field(default_factory=frozenset)
    person_id: UUID | None = None
    label: str = "system"

    @classmethod
    def system(cls, company_id: UUID) -> "Actor":
        """The company's own machinery: nightly runs and reactions to events."""
        return cls(company_id=company_id, permissions=EVERYTHING)

    def may(self, permission: str) -> bool:
        """Whether `permission` (such as `sales.write`) was given."""
        return permission in self.permissions or "*" in self.permissions

    def require(self, permission: str) -> None:
        """Pass silently, or raise NotAllowed."""
        if not self.may(permission):
            raise NotAllowed(permission=permission)
