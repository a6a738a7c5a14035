"""What every door's generated tests share: a route with what it asks for, and people who lack just that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from stockwright.accounts.rules import PERMISSIONS, ROLES

ALL_BUT_ONE = "all but one"


@dataclass(frozen=True)
class Route:
    """One way into the program: how it is reached, and the permission it needs (None: open to all)."""

    method: str
    path: str
    permission: str | None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the ids in the path."""
        parts = (part for part in self.path.split("/") if part.startswith(("{", "<")))
        return tuple(part.strip("{<>}").rpartition(":")[2] for part in parts)

    def filled(self, ids: dict[str, object]) -> str:
        """The path with its ids put in."""
        path = self.path
        for part in self.path.split("/"):
            name = part.strip("{<>}").rpartition(":")[2]
            if part.startswith(("{", "<")):
                path = path.replace(part, str(ids[name]))
        return path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@contextmanager
def role_without(permission: str) -> Iterator[str]:
    """A role that may do everything but one thing, for as long as the test lasts."""
    ROLES[ALL_BUT_ONE] = PERMISSIONS - {permission}
    try:
        yield ALL_BUT_ONE
    finally:
        del ROLES[ALL_BUT_ONE]
