"""Where sales, stock and products come from: marketplaces, shops, tills and files."""
