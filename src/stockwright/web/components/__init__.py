"""Template tags and filters of the design system, built into every template."""

TAGS = [
    "django.templatetags.i18n",
    "django.templatetags.l10n",
    "django.templatetags.static",
    "stockwright.web.components.charts",
    "stockwright.web.components.fields",
    "stockwright.web.components.icons",
    "stockwright.web.components.lines",
    "stockwright.web.components.moments",
    "stockwright.web.components.navigation",
    "stockwright.web.components.numbers",
    "stockwright.web.components.packs",
]
