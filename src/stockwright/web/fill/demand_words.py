"""Kinds of demand and ways of forecasting, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext


def demand_class_name(name: str) -> str:
    """A demand class as people call it."""
    words = {
        "smooth": gettext("sells daily, in steady amounts"),
        "erratic": gettext("sells daily, in changing amounts"),
        "intermittent": gettext("sells now and then, in steady amounts"),
        "lumpy": gettext("sells now and then, in changing amounts"),
        "new": gettext("new"),
        "dormant": gettext("asleep"),
    }
    return words.get(name, name)


def family_name(name: str) -> str:
    """A family of forecasting methods by its common name."""
    words = {
        "lightgbm": "LightGBM",
        "xgboost": "XGBoost",
        "smoothing": gettext("exponential smoothing"),
        "launch": gettext("how its category began"),
        "trend": gettext("straight trend"),
        "ets": "ETS",
        "theta": "Theta",
        "arima": "ARIMA",
        "croston": "Croston",
        "tsb": "TSB",
    }
    return words.get(name, name)


def mix_words(shares: Mapping[str, float]) -> str:
    """The say of each family of methods (0..1), in their order."""
    return ", ".join(f"{family_name(name)} {round(100 * share)}%" for name, share in shares.items())


def stage_words(stage: str) -> str:
    """Where an item stands in its life."""
    words = {
        "new": gettext("new"),
        "growing": gettext("growing"),
        "steady": gettext("steady"),
        "fading": gettext("fading"),
        "asleep": gettext("asleep"),
        "replaced": gettext("replaced by another"),
    }
    return words.get(stage, stage)


def figure_words(figure: str) -> str:
    """A figure of accuracy in a sentence."""
    return gettext("bias") if figure == "bias" else gettext("error (WAPE)")


def state_words(state: str) -> str:
    """Where a run stands."""
    return {"running": gettext("Under way"), "failed": gettext("Failed")}.get(state, gettext("Done"))
