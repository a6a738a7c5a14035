"""Stories are told in the shop they are written into, and nowhere else."""

from datetime import date

import polars as pl
import pytest

from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.stories import PROMOTION_DAYS, PROMOTION_LIFT, Story, StoryKind

DAY = 120


def shop(*stories: Story) -> Shop:
    spec = ShopSpec(
        end_on=date(2026, 6, 30), items=8, days=200, locations=1, steady=True, pace=4.0, stories=stories
    )
    return simulate(spec)


def means(made: Shop, item: int) -> list[float]:
    sku = made.products["sku"][item]
    return made.truth.filter(pl.col("sku").cast(pl.String) == sku)["mean_demand"].to_list()


@pytest.mark.parametrize(("kind", "factor"), [(StoryKind.DOUBLED, 2.0), (StoryKind.HALVED, 0.5)])
def test_a_level_changes_on_its_day_and_stays(kind: StoryKind, factor: float) -> None:
    plain, told = means(shop(), 3), means(shop(Story(3, kind, DAY)), 3)
    assert told[:DAY] == plain[:DAY]
    assert told[DAY:] == pytest.approx([factor * mean for mean in plain[DAY:]], rel=1e-4)


def test_other_items_go_on_as_they_were() -> None:
    assert means(shop(Story(3, StoryKind.STOPPED, DAY)), 2) == means(shop(), 2)


def test_what_is_dying_fades_and_what_stopped_is_gone() -> None:
    plain, dying = means(shop(), 3), means(shop(Story(3, StoryKind.DYING, DAY)), 3)
    assert 0.3 < dying[DAY + 20] / plain[DAY + 20] < 0.4
    assert means(shop(Story(3, StoryKind.STOPPED, DAY)), 3)[DAY] < 1e-3


def test_a_promotion_lifts_demand_for_two_weeks_at_a_lower_price_and_is_in_the_calendar() -> None:
    made = shop(Story(3, StoryKind.PROMOTION, DAY))
    plain, told = means(shop(), 3), means(made, 3)
    assert told[DAY + PROMOTION_DAYS] == plain[DAY + PROMOTION_DAYS]
    assert told[DAY] == pytest.approx(PROMOTION_LIFT * plain[DAY], rel=1e-4)
    assert made.promotions["sku"].to_list() == [made.products["sku"][3]]


def test_a_new_item_is_launched_on_its_day() -> None:
    made = shop(Story(3, StoryKind.NEW, DAY))
    assert made.products["launched_on"][3] == made.spec.start_on + (date(2026, 1, 2) - date(2026, 1, 1)) * DAY


def test_in_a_steady_shop_nothing_else_happens() -> None:
    made = shop()
    assert made.promotions.is_empty()
    assert (made.products["launched_on"] == made.spec.start_on).all()


def test_a_story_of_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="item of the shop"):
        shop(Story(8, StoryKind.DOUBLED, DAY))
