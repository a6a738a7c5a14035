"""The form of a new count."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.catalog.models import Category
from stockwright.insights.queries.cycle import due_items
from stockwright.inventory.actions.counts import CountPlan
from stockwright.inventory.queries.counts import CountRhythm, rhythm_of
from stockwright.inventory.rules.counts import Mode, Scope, Stock, Tolerance
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import plain
from stockwright.web.fill.locations import location_options

SCOPES = (
    (Scope.FULL, _("Everything at the location")),
    (Scope.CATEGORY, _("One category")),
    (Scope.CYCLE, _("Items of a class that are due")),
)
STOCKS = (
    (Stock.MOVING, _("Goods keep moving: each item is compared with the moment it was counted")),
    (Stock.FROZEN, _("Goods stand still: compared with the start; what moves all the same is counted again")),
)
MODES = (
    (Mode.ADD, _("Counters share the shelves: their numbers add up")),
    (Mode.DOUBLE, _("Two count the same: their numbers have to agree")),
)


def limit_field(label: object, help_text: object = "") -> forms.DecimalField:
    """A field for a difference above which is counted again."""
    widget = forms.NumberInput({"class": "input", "inputmode": "decimal", "step": "any"})
    return forms.DecimalField(
        label=label,  # type: ignore[arg-type]  # the stubs know text only
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=4,
        widget=widget,
    )


class CountForm(forms.Form):
    """What is counted, and how."""

    location = forms.ChoiceField(label=_("Location"), widget=forms.Select({"class": "input"}))
    scope = forms.ChoiceField(label=_("What is counted"), choices=SCOPES, widget=forms.Select({"class": "input"}))
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("Only when one category is counted."),
        widget=forms.Select({"class": "input"}),
    )
    abc_class = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=(("", "–"), ("A", "A"), ("B", "B"), ("C", "C")),
        help_text=_("Only for items that are due. A brings the most money, C the least."),
        widget=forms.Select({"class": "input"}),
    )
    stock = forms.ChoiceField(label=_("While it is counted"), choices=STOCKS, widget=forms.RadioSelect())
    mode = forms.ChoiceField(label=_("Several counters"), choices=MODES, widget=forms.RadioSelect())
    blind = forms.BooleanField(
        label=_("Blind count"),
        required=False,
        help_text=_("Counters are not told how much is expected."),
        widget=forms.CheckboxInput(),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput({"class": "input"})
    )
    tolerance_pieces = limit_field(_("Pieces"))
    tolerance_percent = limit_field(_("Percent"))
    tolerance_money = limit_field(_("Money"))

    def __init__(self, actor: Actor, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.actor = actor
        categories = Category.objects.of(actor).order_by("name").values_list("pk", "name")
        self.fields["location"].choices = location_options(actor)  # type: ignore[attr-defined]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((str(pk), name) for pk, name in categories),
        ]

    def plan(self, time_zone: str) -> CountPlan:
        """What the filled form asks for."""
        told = self.cleaned_data
        variants: tuple[UUID, ...] = ()
        if told["scope"] == Scope.CYCLE and told["abc_class"]:
            day = clock.today(time_zone)
            variants = tuple(
                due_items(self.actor, location_id=UUID(told["location"]), abc_class=told["abc_class"], today=day)
            )
        return CountPlan(
            location_id=UUID(told["location"]),
            scope=Scope(told["scope"]),
            tolerance=Tolerance(told["tolerance_pieces"], told["tolerance_percent"], told["tolerance_money"]),
            name=told["name"],
            category_id=UUID(told["category"]) if told["category"] and told["scope"] == Scope.CATEGORY else None,
            abc_class=told["abc_class"] if told["scope"] == Scope.CYCLE else "",
            variant_ids=variants,
            stock=Stock(told["stock"]),
            mode=Mode(told["mode"]),
            blind=told["blind"],
        )


def held_limits(rhythm: CountRhythm) -> dict[str, str]:
    """The company's limits, as fields hold them."""
    limits = rhythm.tolerance._asdict().items()
    return {f"tolerance_{name}": "" if value is None else plain(value) for name, value in limits}


def first_values(actor: Actor, query: dict[str, str]) -> dict[str, object]:
    """What a fresh form holds; a proposal in the address chooses place and class."""
    told: dict[str, object] = {"stock": Stock.MOVING, "mode": Mode.ADD, "scope": Scope.FULL}
    told |= held_limits(rhythm_of(actor))
    return told | {name: query[name] for name in ("location", "scope", "abc_class") if query.get(name)}
