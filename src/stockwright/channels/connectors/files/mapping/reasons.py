"""Why a line was refused, passed over or kept with a warning: the code and what to tell the person."""

REASONS: dict[str, str] = {
    # a line that could not be divided into columns
    "too_few_fields": "The line has fewer values than there are columns.",
    "too_many_fields": "The line has more values than columns; quote values that hold the separator.",
    "other_separator": "Another separator divides the columns here; use one throughout.",
    "unclosed_quote": "A quotation mark opens here and is never closed.",
    "line_too_long": "The line is longer than a megabyte, so it cannot be one row.",
    "broken_letters": "The letters of this line cannot be read in the encoding of the file.",
    # refused
    "missing_sku": "The line names no product. Fill in its code.",
    "formula_in_sku": "The product code begins like a formula (= + - @). Write the code itself.",
    "sku_cut_by_spreadsheet": "A spreadsheet rounded the product code as a number. Export it as text.",
    "sku_too_long": "The product code is longer than 100 letters. Check that this is the right column.",
    "too_long": "The text is too long for this field. Check that this is the right column.",
    "missing_date": "The line has no date.",
    "bad_date": "No such day exists when it is read in the chosen order of day and month.",
    "date_too_old": "The date is before 1990. Check the order of day, month and year.",
    "date_in_future": "The date is later than tomorrow. Check the order of day and month.",
    "missing_quantity": "The line has no quantity.",
    "not_a_number": "This is not a number.",
    "number_too_large": "The number is too large to be true.",
    "negative_price": "The price is below zero. A return has a negative quantity, not a negative price.",
    "negative_revenue": "Money was given back for a positive quantity. A return has a negative quantity.",
    "negative_stock": "Stock cannot be below zero. Count the item and correct it.",
    "too_many_days": "More than ten years cannot be meant. Write the days from order to arrival.",
    "not_positive": "This has to be more than zero.",
    # passed over
    "not_goods": "The code looks like a fee, not goods.",
    "cancelled": "The order was cancelled before it was a sale.",
    "stock_adjustment": "A negative quantity without price and customer corrects stock; it is not a return.",
    # kept, with a warning
    "duplicate_line": "The same line was there before in this file. It counts again.",
    "zero_price": "The goods were given away: the price is zero.",
    "repeated_item": "The product was there before in this file.",
    "barcode_cut_by_spreadsheet": "A spreadsheet rounded the barcode. It was left out.",
}


def explain(reason: str) -> str:
    """Return the sentence that tells a person what is wrong and what to do."""
    return REASONS[reason]
