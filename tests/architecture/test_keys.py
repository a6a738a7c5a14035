"""Keys begin with the company, models start from the company, and money is exact."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.architecture.tables import Table, as_owner, company_tables

from stockwright.kit.tenancy import CompanyModel, CompanyQuerySet

MODELS = [model for model in apps.get_models() if model.__module__.startswith("stockwright.")]
OF_A_COMPANY = [model for model in MODELS if issubclass(model, CompanyModel)]
NOT_OF_A_COMPANY = {"accounts.Company", "accounts.Person"}
EXACT = re.compile(r"(cost|price|revenue|amount|money|value|quantity|on_hand|reserved|received|ordered|stock)$")

UNIQUE_INDEXES = """
    select index.relname, array(
        select coalesce(attname, '') from unnest(indkey::int[]) with ordinality as part(number, place)
        left join pg_attribute on attrelid = indrelid and attnum = part.number order by place)
    from pg_index join pg_class index on index.oid = indexrelid
    where indisunique and indrelid = %s::regclass
"""


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("table", [table for table in company_tables() if table.key == "company_id"], ids=str)
def test_every_unique_key_begins_with_the_company(table: Table) -> None:
    with as_owner() as connection:
        found: dict[str, list[str]] = dict(connection.execute(UNIQUE_INDEXES, [table.name]).fetchall())
    assert found
    for name, columns in found.items():
        # A made-up id is unique by itself; whatever a person could repeat is unique within a company only.
        assert columns[0] == "company_id" or columns == ["id"], f"{name} on {table}: {columns}"


def test_every_model_belongs_to_a_company_or_says_why_not() -> None:
    others = {label(model) for model in MODELS if model not in OF_A_COMPANY}
    assert others == NOT_OF_A_COMPANY


@pytest.mark.parametrize("model", OF_A_COMPANY, ids=label)
def test_every_model_starts_from_a_company(model: Any) -> None:
    assert isinstance(model.objects.all(), CompanyQuerySet)
    assert model._meta.get_field("company_id").null is False


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_money_and_quantities_are_exact(model: type[models.Model]) -> None:
    floats = [field.name for field in model._meta.get_fields() if isinstance(field, models.FloatField)]
    assert [name for name in floats if EXACT.search(name)] == []
