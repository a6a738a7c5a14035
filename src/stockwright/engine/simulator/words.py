"""The goods of the shop: how they are called and how each category sells."""

from typing import NamedTuple


class Category(NamedTuple):
    """A shelf of the shop.

    `peak_day` and `swing`: the day of the year around which it sells most, and how strongly (natural log of
    the factor at the peak). `gifts`: how much more it sells before Christmas. `weekend`: factor on Saturdays.
    `returned`: share of sold lines that come back.
    """

    code: str
    name: str
    styles: tuple[str, ...]
    nouns: tuple[str, ...]
    variants: tuple[tuple[str, str], ...]
    price: tuple[float, float]
    peak_day: int
    swing: float
    gifts: float
    weekend: float
    returned: float


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


_COLOURS = (
    ("SG", "sage green"), ("OW", "off-white"), ("TC", "terracotta"), ("NV", "navy"), ("MU", "mustard"),
    ("CH", "charcoal"), ("RO", "rose"), ("SK", "sky blue"), ("OL", "olive"), ("PL", "plum"),
)  # fmt: skip
_SCENTS = (
    ("FG", "fig"), ("CD", "cedar"), ("LV", "lavender"), ("VA", "vanilla"), ("LM", "lemon"), ("RS", "rose"),
    ("SN", "sandalwood"), ("MT", "mint"), ("OR", "orange"), ("PN", "pine"),
)  # fmt: skip
_FINISHES = (
    ("BR", "brass"), ("BK", "black"), ("OK", "oak"), ("WN", "walnut"), ("CO", "copper"), ("WH", "white"),
    ("NI", "nickel"), ("GY", "grey"), ("BA", "bamboo"), ("CR", "cream"),
)  # fmt: skip
_PATTERNS = (
    ("DT", "dots"), ("ST", "stripes"), ("BO", "botanical"), ("CK", "checks"), ("WV", "waves"),
    ("PN", "plain"), ("FX", "foxes"), ("BD", "birds"), ("MN", "moons"), ("GE", "geometric"),
)  # fmt: skip
_SIZES = (
    ("NVS", "navy, S"), ("NVM", "navy, M"), ("NVL", "navy, L"), ("NVX", "navy, XL"), ("OWS", "off-white, S"),
    ("OWM", "off-white, M"), ("OWL", "off-white, L"), ("OLS", "olive, S"), ("OLM", "olive, M"),
    ("OLL", "olive, L"),
)  # fmt: skip

CATEGORIES = (
    Category(
        "KIT", "Kitchen",
        _words("Enamel, Cast-iron, Beech, Olive-wood, Steel, Silicone, Stone, Glass, Bamboo, "
               "Copper-base, Marble, Granite, Non-stick, Folding"),
        _words("chopping board, salad bowl, saucepan, rolling pin, colander, peeler, whisk, storage "
               "jar, spice rack, oil bottle, bread tin, grater, ladle, measuring cup"),
        _FINISHES, (6, 45), 330, 0.15, 0.5, 1.3, 0.04,
    ),
    Category(
        "TAB", "Tableware",
        _words("Stoneware, Porcelain, Reactive-glaze, Speckled, Ribbed, Hand-thrown, Bone-china, "
               "Recycled-glass, Earthenware, Fluted, Matt, Rustic, Bistro, Nordic"),
        _words("mug, espresso cup, dinner plate, side plate, cereal bowl, pasta bowl, teapot, milk "
               "jug, butter dish, egg cup, tumbler, carafe, serving platter, sugar pot"),
        _COLOURS, (5, 38), 340, 0.12, 0.8, 1.4, 0.05,
    ),
    Category(
        "BED", "Bed and bath",
        _words("Linen, Washed-cotton, Percale, Waffle, Organic-cotton, Bamboo-fibre, Flannel, Jersey, "
               "Satin, Terry, Quilted, Muslin, Seersucker, Brushed-cotton"),
        _words("bath towel, hand towel, pillowcase, duvet cover, fitted sheet, bath mat, throw, "
               "bathrobe, blanket, washcloth, bedspread, cushion cover, laundry bag, guest towel"),
        _COLOURS, (8, 95), 15, 0.2, 0.3, 1.2, 0.07,
    ),
    Category(
        "LIG", "Lighting",
        _words("Rattan, Paper, Linen-shade, Smoked-glass, Industrial, Opal-glass, Dome, Tripod, Globe, "
               "Arched, Pleated, Wicker, Dimmable, Rechargeable"),
        _words("table lamp, floor lamp, pendant, wall light, desk lamp, night light, ceiling lantern, string "
               "lights, lampshade, reading lamp, bedside lamp, clip lamp, ceiling light, picture light"),
        _FINISHES, (12, 140), 345, 0.35, 0.4, 1.3, 0.06,
    ),
    Category(
        "DEC", "Home decor",
        _words("Hand-carved, Woven, Painted, Vintage, Minimalist, Antique, Moroccan, Scandinavian, "
               "Coastal, Hammered, Ceramic, Frosted, Braided, Floating"),
        _words("photo frame, wall clock, vase, mirror, doorstop, coat hook, basket, tray, bookend, "
               "candlestick, wall shelf, plant pot, key holder, ornament"),
        _FINISHES, (6, 70), 320, 0.1, 0.9, 1.4, 0.05,
    ),
    Category(
        "CAN", "Candles and scents",
        _words("Soy-wax, Beeswax, Three-wick, Travel, Botanical, Hand-poured, Apothecary, "
               "Slow-burning, Rapeseed, Wood-wick, Frosted, Pillar, Rustic, Natural"),
        _words("candle, tealights, reed diffuser, room spray, wax melts, scented sachet, bath salts, "
               "hand soap, soap bar, hand cream, bath bomb, body oil, incense, gift set"),
        _SCENTS, (4, 32), 350, 0.3, 1.4, 1.3, 0.02,
    ),
    Category(
        "STA", "Stationery",
        _words("Recycled, Cloth-bound, Pocket, Dotted, Ruled, Spiral, Kraft, Leather-look, "
               "Letterpress, Weekly, Illustrated, Perforated, Lay-flat, Refillable"),
        _words("notebook, planner, greeting cards, gift wrap, pencil case, sticky notes, desk pad, "
               "folder, washi tape, postcards, memo block, calendar, sketchbook, letter set"),
        _PATTERNS, (2, 22), 240, 0.25, 0.7, 1.1, 0.02,
    ),
    Category(
        "TOY", "Toys",
        _words("Wooden, Plush, Crochet, Magnetic, Stacking, Wind-up, Cardboard, Felt, Bath, "
               "Pull-along, Musical, Glow-in-the-dark, Pocket, Giant"),
        _words("puzzle, rabbit, bear, train, building blocks, memory game, rattle, doll, kite, ball, "
               "rocking horse, tea set, finger puppets, night light"),
        _PATTERNS, (5, 48), 335, 0.15, 1.8, 1.5, 0.05,
    ),
    Category(
        "GAR", "Garden",
        _words("Galvanised, Terracotta, Cedar, Wrought-iron, Rattan, Weatherproof, Hanging, Solar, "
               "Folding, Zinc, Self-watering, Stackable, Glazed, Recycled"),
        _words("planter, watering can, bird feeder, trowel, garden chair, storm lantern, hose reel, seed "
               "box, trellis, bird bath, fire pit, doormat, gloves, plant stand"),
        _FINISHES, (6, 110), 150, 0.9, 0.0, 1.5, 0.04,
    ),
    Category(
        "XMS", "Christmas",
        _words("Paper, Glass, Felt, Wooden, Frosted, Gilded, Knitted, Silver, Painted, Beaded, Velvet, "
               "Straw, Illuminated, Velour"),
        _words("star, bauble, garland, stocking, wreath, advent calendar, tree topper, snow globe, "
               "table runner, gift tags, nutcracker, angel, bell, reindeer"),
        _PATTERNS, (3, 40), 338, 1.7, 2.0, 1.3, 0.03,
    ),
    Category(
        "WIN", "Scarves and hats",
        _words("Merino, Lambswool, Cashmere-blend, Cable-knit, Fleece-lined, Mohair, Alpaca, Chunky, "
               "Fine-knit, Reversible, Ribbed, Brushed, Boucle, Tweed"),
        _words("scarf, beanie, gloves, mittens, snood, headband, wrap, beret, bobble hat, leg warmers, "
               "shawl, wrist warmers, poncho, ear warmers"),
        _COLOURS, (9, 65), 355, 1.1, 0.7, 1.3, 0.09,
    ),
    Category(
        "TEE", "Clothing",
        _words("Organic-cotton, Linen, Striped, Relaxed, Slub, Heavyweight, Pima, Boxy, Garment-dyed, "
               "Ribbed, Longline, Waffle-knit, Merino, Hemp"),
        _words("T-shirt, shirt, sweatshirt, hoodie, polo shirt, vest, cardigan, jumper, pyjama top, "
               "shorts, joggers, leggings, dress, dungarees"),
        _SIZES, (14, 75), 175, 0.3, 0.2, 1.4, 0.13,
    ),
)  # fmt: skip

SUPPLIER_FIRST = _words(
    "Harbour, Northern, Bluestone, Evergreen, Meridian, Old Mill, Lakeside, Silver Birch, Amber, Juniper, "
    "Eastgate, Copperfield"
)
SUPPLIER_LAST = _words("Trading, Imports, Wholesale, Crafts, Supply, Makers")

LOCATIONS = (("MAIN", "Main warehouse"), ("HARBOUR", "Harbour Street shop"), ("OLDTOWN", "Old Town shop"))
CHANNELS = ("shop", "web", "marketplace", "wholesale")
