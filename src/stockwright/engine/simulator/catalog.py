"""The goods of a simulated shop and who supplies them."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.simulator import words
from stockwright.engine.simulator.barcodes import ean13
from stockwright.engine.simulator.spec import ShopSpec

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PACKS = np.array([1, 1, 1, 2, 4, 6, 6, 10, 12, 24])


class Suppliers(NamedTuple):
    """One number per supplier: delivery time (mean, deviation), days between the buyer's looks, care."""

    lead_mean: Floats
    lead_deviation: Floats
    review_days: Ints
    partial_share: Floats


class Catalog(NamedTuple):
    """One row per item; `pieces_a_day` is what it sells at its plain price, all locations, out of season."""

    sku: list[str]
    name: list[str]
    category: Ints
    price: Floats
    cost: Floats
    supplier: Ints
    lead_days: Ints
    moq: Ints
    pack: Ints
    pieces_a_day: Floats
    pieces_a_line: Floats
    suppliers: Suppliers


class _Names(NamedTuple):
    sku: list[str]
    name: list[str]
    category: Ints
    product: Ints


def stock_up(spec: ShopSpec, rng: np.random.Generator) -> Catalog:
    """Choose goods, prices, suppliers and how well each item sells."""
    names = _names(spec.items, rng)
    suppliers = _suppliers(spec.items, rng)
    products = int(names.product.max()) + 1
    price, cost = _prices(names, rng)
    supplier = rng.integers(0, len(suppliers.lead_mean), products)[names.product]
    popularity = rng.normal(-1.9, 0.9, products)[names.product] + rng.normal(0.0, 0.6, spec.items)
    pieces = spec.pace * np.clip(np.exp(popularity) * (20.0 / price) ** 0.3, 0.004, 25.0)
    moq, pack = _lots(pieces, rng)
    lumpy = rng.random(spec.items) < 0.12
    line = np.where(lumpy, rng.uniform(3.0, 9.0, spec.items), rng.uniform(1.0, 1.5, spec.items))
    lead = np.maximum(np.rint(suppliers.lead_mean[supplier]), 1).astype(np.int64)
    return Catalog(
        names.sku, names.name, names.category, price, cost, supplier, lead, moq, pack, pieces, line, suppliers
    )


def _names(items: int, rng: np.random.Generator) -> _Names:
    """Products of one to nine variants, drawn from all combinations of style and noun."""
    combinations = [
        (category, style, noun)
        for category, shelf in enumerate(words.CATEGORIES)
        for style in shelf.styles
        for noun in shelf.nouns
    ]
    order = rng.permutation(len(combinations))
    rows: list[tuple[str, str, int, int]] = []
    product = 0
    while len(rows) < items:
        series, place = divmod(product, len(order))
        category, style, noun = combinations[order[place]]
        shelf = words.CATEGORIES[category]
        suffix = f" {series + 1}" if series else ""
        for chosen in np.sort(rng.permutation(len(shelf.variants))[: rng.integers(1, 10)]):
            code, variant = shelf.variants[chosen]
            sku = f"{shelf.code}{product + 1:04d}-{code}"
            rows.append((sku, f"{style} {noun}{suffix}, {variant}", category, product))
        product += 1
    kept = rows[:items]
    return _Names(
        [row[0] for row in kept],
        [row[1] for row in kept],
        np.array([row[2] for row in kept]),
        np.array([row[3] for row in kept]),
    )


def _prices(names: _Names, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Prices that end in .90, the same for all variants of a product, and costs of 35 to 65% of them."""
    products = int(names.product.max()) + 1
    bounds = np.log(np.array([shelf.price for shelf in words.CATEGORIES]))[names.category]
    place = rng.beta(1.6, 2.4, products)[names.product]
    price = np.floor(np.exp(bounds[:, 0] + place * (bounds[:, 1] - bounds[:, 0]))) + 0.90
    share = rng.uniform(0.35, 0.65, products)[names.product]
    return price, np.round(price * share, 2)


def _suppliers(items: int, rng: np.random.Generator) -> Suppliers:
    count = int(np.clip(items // 40, 4, len(words.SUPPLIER_FIRST) * len(words.SUPPLIER_LAST)))
    mean = np.round(4.0 + rng.gamma(2.5, 6.0, count), 1)
    deviation = np.round(mean * rng.uniform(0.12, 0.4, count), 1)
    return Suppliers(mean, deviation, rng.choice([7, 7, 14], count), rng.uniform(0.02, 0.2, count))


def _lots(pieces_a_day: Floats, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Minimum orders and packs that fit the item's sales, except for one item in twenty."""
    awkward = rng.random(len(pieces_a_day)) < 0.05
    largest = np.where(awkward, 24.0, np.maximum(pieces_a_day * 30.0, 1.0))
    pack = np.minimum(rng.choice(_PACKS, len(pieces_a_day)), np.floor(largest)).astype(np.int64)
    times = rng.choice([0, 0, 1, 2, 3], len(pieces_a_day))
    return np.where(awkward, 4 * pack, times * pack), np.maximum(pack, 1)


def suppliers_frame(suppliers: Suppliers) -> pl.DataFrame:
    """One row per supplier."""
    names = [f"{first} {last}" for last in words.SUPPLIER_LAST for first in words.SUPPLIER_FIRST]
    count = len(suppliers.lead_mean)
    return pl.DataFrame(
        {
            "code": supplier_codes(count),
            "name": names[:count],
            "lead_days_mean": suppliers.lead_mean,
            "lead_days_sd": suppliers.lead_deviation,
            "review_days": suppliers.review_days,
        }
    )


def supplier_codes(count: int) -> list[str]:
    """S01, S02 and so on."""
    return [f"S{number + 1:02d}" for number in range(count)]


def products_frame(catalog: Catalog, launched_on: pl.Series) -> pl.DataFrame:
    """One row per item."""
    codes = np.array(supplier_codes(len(catalog.suppliers.lead_mean)))
    shelves = np.array([shelf.name for shelf in words.CATEGORIES])
    return pl.DataFrame(
        {
            "sku": catalog.sku,
            "name": catalog.name,
            "category": shelves[catalog.category],
            "cost": catalog.cost,
            "price": catalog.price,
            "barcode": [ean13(number + 1) for number in range(len(catalog.sku))],
            "supplier": codes[catalog.supplier],
            "lead_days": catalog.lead_days,
            "moq": catalog.moq,
            "pack_multiple": catalog.pack,
            "launched_on": launched_on,
        }
    )
