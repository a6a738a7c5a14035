"""Everything that can be exported. A new data set is one more entry here."""

from stockwright.insights.exports.audit import AUDIT
from stockwright.insights.exports.dataset import Dataset
from stockwright.insights.exports.goods import ITEMS, SUPPLIERS
from stockwright.insights.exports.stock import LEDGER, LEVELS, STATEMENTS
from stockwright.insights.exports.trade import ORDERS, SALES
from stockwright.insights.rules.exports import NoDeltas, NoSuchDataset
from stockwright.kit.actor import Actor

DATASETS: dict[str, Dataset] = {
    one.name: one for one in (ITEMS, LEVELS, LEDGER, STATEMENTS, SALES, ORDERS, SUPPLIERS, AUDIT)
}


def dataset_named(actor: Actor, name: str) -> Dataset:
    """The data set, if the actor may read what it holds."""
    if name not in DATASETS:
        raise NoSuchDataset(name=name, possible=", ".join(DATASETS))
    actor.require(DATASETS[name].permission)
    return DATASETS[name]


def ledger_named(actor: Actor, name: str) -> Dataset:
    """The same for a data set that can be taken in deltas."""
    dataset = dataset_named(actor, name)
    if not dataset.ledger:
        raise NoDeltas(name=name, possible=", ".join(one.name for one in DATASETS.values() if one.ledger))
    return dataset


def readable(actor: Actor) -> tuple[Dataset, ...]:
    """The data sets that the actor may read."""
    return tuple(one for one in DATASETS.values() if actor.may(one.permission))
