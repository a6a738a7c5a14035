"""Kinds of demand and ways of forecasting, in words."""

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
    }
    return words.get(name, name)
