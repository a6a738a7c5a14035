"""Refusals of the actions, told in the forms that asked for them."""

from django.forms import BaseForm

from stockwright.kit.problems import Problem


def tell_refusal(form: BaseForm, problem: Problem) -> None:
    """Tell a refusal at the field that it names, or above the form."""
    field = problem.fields.get("field")
    form.add_error(str(field) if field in form.fields else None, problem.text)
