"""Every face of the pages, drawn from made-up rows."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from tests.web import addresses

from stockwright.accounts.rules import ROLES
from stockwright.web.shown import item_samples, samples
from stockwright.web.shown.frame import Frame
from stockwright.web.shown.today import Done, FailedRun, TodayPage, Tomorrow

NOW = datetime(2026, 3, 12, 8, 5, tzinfo=UTC)


def frame(role: str = "owner") -> Frame:
    return Frame("Hanse", "EUR", "Anna", "anna@hanse.example", "Owner", "today", "dark", NOW, False, ROLES[role])


def draw(template: str, role: str = "owner", **context: object) -> str:
    request = RequestFactory().get("/")
    with override_settings(ROOT_URLCONF=addresses):
        return render_to_string(template, {"frame": frame(role), **context}, request)


def today(page: TodayPage, role: str = "owner") -> str:
    return draw("today/page.html", role, page=page)


def test_the_morning_begins_with_one_sentence() -> None:
    html = today(samples.today_page(lines=5))
    assert "5 items to order today" in html
    assert "Of the times we said 90%, it held 89%" in html


def test_each_line_can_be_ordered_flagged_and_given_a_threshold() -> None:
    html = today(samples.today_page(lines=1))
    first = samples.line(0)
    assert f'name="quantity-{first.id}" value="96"' in html
    assert f'name="only" value="{first.id}"' in html
    assert html.count('data-key="f"') == html.count('data-key="t"') == 1


def test_who_may_not_decide_sees_no_way_to() -> None:
    html = today(samples.today_page(lines=1), role="viewer")
    assert "data-key" not in html
    assert 'aria-label="Quantity of Stoneware mug, 350 ml to order, pcs" disabled' in html


def test_when_all_is_done_the_page_says_what_comes_tomorrow() -> None:
    page = replace(samples.today_page(lines=0), tomorrow=Tomorrow(9, Decimal(1210), NOW))
    html = today(page)
    assert "Nothing to order today." in html
    assert "About 9 items come up tomorrow, €1,210 at stake." in html


def test_a_failed_night_tells_its_reason_above_the_last_good_lists() -> None:
    failed = FailedRun("forecast", "The disk is full: free 2 GB.", NOW, NOW, False)
    html = today(replace(samples.today_page(lines=1), failed=failed))
    assert "The disk is full: free 2 GB." in html
    assert samples.line(0).name in html


def test_items_without_known_stock_are_told_and_not_guessed() -> None:
    page = samples.today_page(lines=1)
    assert page.header is not None
    summary = replace(page.header.summary, stock_unknown=412)
    line = replace(page.groups[0].lines[0], on_hand=None, runway_days=None)
    group = replace(page.groups[0], lines=(line,))
    html = today(replace(page, header=replace(page.header, summary=summary), groups=(group,)))
    assert "The stock of 412 items is not known" in html
    assert "stock not known" in html
    assert "not selling" not in html


def test_the_first_plan_shows_how_far_it_is() -> None:
    page = replace(samples.today_page(), state="first_plan", header=None, progress=samples.progress())
    assert 'value="1280" max="3049"' in today(page)


def test_without_data_the_page_leads_to_the_import() -> None:
    html = today(replace(samples.today_page(), state="no_data", header=None))
    assert "Bring your sales in" in html


def test_after_ordering_the_line_offers_the_way_back_and_the_figures_follow() -> None:
    done = Done(samples.line(0).id, "Mug", "Ordered 96 pcs.", "/undo")
    html = draw("today/_after.html", header=samples.header(11), done=done)
    assert "Ordered 96 pcs." in html
    assert 'hx-post="/undo"' in html
    assert 'hx-swap-oob="true"' in html
    assert "11 items to order today" in html


@pytest.mark.parametrize("template", ["items/item.html", "items/_item.html"])
def test_an_item_shows_its_receipt_term_by_term(template: str) -> None:
    html = draw(template, page=item_samples.item_page())
    for term in samples.receipt().terms:
        assert term.label in html
        assert term.value in html
    assert "pack multiple of 12" in html


def test_the_chart_is_told_in_words_and_as_a_table() -> None:
    html = draw("items/item.html", page=item_samples.item_page())
    assert item_samples.chart().summary in html
    table = html.partition('class="chart-table"')[2].partition("</table>")[0]
    assert table.count("<tr><td>") == len(item_samples.chart().bands)
    assert '"sales": [' in html
    assert "null" in html


def test_an_item_that_nothing_is_known_of_still_has_a_page() -> None:
    html = draw("items/item.html", page=item_samples.item_page(is_known=False))
    assert "No sales yet" in html
    assert "The item is not in a plan yet." in html
    assert "data-chart" not in html


def test_hostile_names_stay_text() -> None:
    page = samples.today_page(lines=1)
    line = replace(page.groups[0].lines[0], name='<script>alert("1")</script>')
    html = today(replace(page, groups=(replace(page.groups[0], lines=(line,)),)))
    assert "<script>alert" not in html


def test_the_page_of_components_shows_a_mistake_beside_its_field() -> None:
    html = draw("design/page.html", page=samples.design_page())
    assert "Enter a valid email address." in html
    assert 'aria-invalid="true"' in html
