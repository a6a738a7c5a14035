"""What the operator decides of how forecasts are made."""

import pytest

from stockwright.engine.demand.families.stable import FAMILIES, ONE_BY_ONE
from stockwright.engine.demand.settings import DemandSettings
from stockwright.forecasting.queries.shards import settings_from
from stockwright.forecasting.queries.ways import ways_here
from stockwright.forecasting.rules.ways import QUEUE, UnknownFamily, Ways, asked_families

USUAL = DemandSettings()


def test_without_a_word_the_usual_families_are_tried_and_the_workers_share_the_shards() -> None:
    ways = ways_here()
    assert ways.settings == USUAL
    assert (ways.spread, ways.at_hand, ways.most) == (QUEUE, "here", 8_000)


def test_a_family_that_is_asked_for_is_tried_once_and_after_the_usual_ones() -> None:
    chosen, missing = asked_families(["neural", "ets", "neural"], USUAL)
    assert chosen.candidates == (*USUAL.candidates, "neural")
    assert missing == []


def test_a_family_whose_extra_is_not_installed_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = FAMILIES["prophet"]._replace(extra="nobody_has_this_module")
    monkeypatch.setitem(FAMILIES, "prophet", absent)
    chosen, missing = asked_families(["prophet", "neural"], USUAL)
    assert chosen.candidates == (*USUAL.candidates, "neural")
    assert missing == ["prophet"]


def test_a_family_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFamily) as refused:
        asked_families(["oracle"], USUAL)
    assert "oracle" in refused.value.text
    assert "prophet" in refused.value.text


def test_what_is_learnt_from_a_sample_knows_no_single_items() -> None:
    sampled = Ways().sampled
    assert not ONE_BY_ONE & {*sampled.families, *sampled.candidates}
    assert set(sampled.families) == set(USUAL.families) - ONE_BY_ONE


def test_settings_come_back_from_json_as_they_were() -> None:
    told = {name: list(each) if isinstance(each, tuple) else each for name, each in vars(USUAL).items()}
    assert settings_from(told) == USUAL
