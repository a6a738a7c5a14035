"""The words of the forecast for people."""

from django.utils.translation import gettext


def class_words(demand_class: str) -> str:
    """A class of demand."""
    names = {
        "smooth": gettext("Steady"),
        "erratic": gettext("Steady, sizes vary"),
        "intermittent": gettext("Now and then"),
        "lumpy": gettext("Now and then, sizes vary"),
        "new": gettext("New"),
        "dormant": gettext("Dormant"),
    }
    return names.get(demand_class, demand_class)


def method_words(method: str) -> str:
    """How an item was forecast."""
    names = {
        "model": gettext("Pooled model"),
        "statistical": gettext("Its own history"),
        "category": gettext("Its category"),
        "none": gettext("Nothing to go by"),
    }
    return names.get(method, method.replace("_", " ").capitalize())


def figure_words(figure: str) -> str:
    """A figure of accuracy in a sentence."""
    return gettext("bias") if figure == "bias" else gettext("error (WAPE)")


def state_words(state: str) -> str:
    """Where a run stands."""
    return {"running": gettext("Under way"), "failed": gettext("Failed")}.get(state, gettext("Done"))
