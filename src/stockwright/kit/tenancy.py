"""One company never meets another's rows: the filter, the scope and the row-level security behind them.

Two walls stand one behind the other. In the code every table of a company is reached by
`Model.objects.of(actor)`. In PostgreSQL each such table carries a policy that compares `company_id` with
the company of the present transaction, which `scope` sets; outside a scope, or with the filter forgotten,
the application's role sees no row of anybody else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy_names import APP_ROLE, COMPANY_SETTING, PERSON_SETTING

_here: ContextVar[UUID | None] = ContextVar("company_in_scope", default=None)

Row = TypeVar("Row", bound=models.Model)


class CompanyQuerySet(models.QuerySet[Row]):
    """A query set that starts from one company."""

    def of(self, actor: Actor) -> Self:
        """Only the rows of the actor's company."""
        return self.filter(company_id=actor.company_id)


class CompanyModel(models.Model):
    """A table whose every row belongs to one company."""

    company_id = models.UUIDField(editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        abstract = True


@contextmanager
def scope(
    company_id: UUID, *, one_moment: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A transaction in which only the rows of `company_id` exist.

    Scopes of the same company nest as savepoints; a scope of another company inside is a bug and raises.
    With `one_moment` all its queries see the database as it was at the first of them. `settings` of
    PostgreSQL hold for the outermost transaction.
    """
    here = _here.get()
    if here is not None and here != company_id:
        raise RuntimeError("A transaction belongs to one company; finish it before entering another.")
    with transaction.atomic(durable=here is None):
        if here is None:
            if one_moment:
                _execute("set transaction isolation level repeatable read")
            _set({COMPANY_SETTING: str(company_id), **(settings or {})})
        token = _here.set(company_id)
        try:
            yield
        finally:
            _here.reset(token)


@contextmanager
def person_scope(person_id: UUID) -> Iterator[None]:
    """A transaction in which a person's own memberships are visible, before a company is chosen."""
    with transaction.atomic(durable=True):
        _set({PERSON_SETTING: str(person_id)})
        yield


def _set(settings: Mapping[str, str]) -> None:
    each = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    _execute(f"select {each}", *(word for setting in settings.items() for word in setting))


def _execute(statement: str, *params: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


class SecureTables(Operation):
    """Put company tables behind row-level security and give the application's role its rights.

    `insert_only` tables can be read and added to, and never changed or emptied by the application.
    `also_visible` is a further condition under which a row may be read (never written).
    """

    reversible = True
    elidable = False

    def __init__(
        self, *tables: str, key: str = "company_id", insert_only: bool = False, also_visible: str = ""
    ) -> None:
        self.tables = tables
        self.key = key
        self.insert_only = insert_only
        self.also_visible = also_visible

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kept = {"key": self.key, "insert_only": self.insert_only, "also_visible": self.also_visible}
        return type(self).__name__, list(self.tables), kept

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes in the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        own = f"{self.key} = nullif(current_setting('{COMPANY_SETTING}', true), '')::uuid"
        rights = "select, insert" if self.insert_only else "select, insert, update, delete"
        for table in self.tables:
            schema_editor.execute(f"alter table {table} enable row level security")
            schema_editor.execute(f"alter table {table} force row level security")
            schema_editor.execute(f"create policy own_company on {table} using ({own}) with check ({own})")
            if self.also_visible:
                schema_editor.execute(
                    f"create policy also_visible on {table} for select using ({self.also_visible})"
                )
            schema_editor.execute(f"grant {rights} on {table} to {APP_ROLE}")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table in self.tables:
            schema_editor.execute(f"revoke all on {table} from {APP_ROLE}")
            schema_editor.execute(f"drop policy if exists also_visible on {table}")
            schema_editor.execute(f"drop policy own_company on {table}")
            schema_editor.execute(f"alter table {table} no force row level security")
            schema_editor.execute(f"alter table {table} disable row level security")

    def describe(self) -> str:
        return f"Secure {', '.join(self.tables)} by company"
