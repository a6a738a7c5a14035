"""A problem is told by a code from its name, a sentence and its fields."""

import pytest

from stockwright.kit.problems import Conflict, Invalid, NotAllowed, NotFound, Problem


class InsufficientStock(Conflict):
    """Less is there than wanted."""

    message = "Only {free} of the {wanted} wanted are free."


def test_the_code_is_the_name_in_snake_case() -> None:
    assert InsufficientStock(free=2, wanted=3).code == "insufficient_stock"


def test_the_sentence_holds_the_fields() -> None:
    problem = InsufficientStock(free=2, wanted=3)
    assert problem.text == str(problem) == "Only 2 of the 3 wanted are free."
    assert problem.fields == {"free": 2, "wanted": 3}


def test_a_sentence_of_ones_own_replaces_the_usual_one() -> None:
    assert Invalid("Give the company a name.").text == "Give the company a name."


def test_braces_that_a_person_typed_stay_what_they_are() -> None:
    assert Invalid("There is no role “{x}”.").text == "There is no role “{x}”."
    assert NotFound(what="{sku}").text == "There is no {sku} with this id."


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (NotFound(what="product"), 404),
        (NotAllowed(permission="sales.write"), 403),
        (InsufficientStock(free=0, wanted=1), 409),
        (Invalid(detail="x"), 422),
    ],
)
def test_every_kind_has_its_status(problem: Problem, status: int) -> None:
    assert problem.status == status
