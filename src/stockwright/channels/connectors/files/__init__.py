"""Sales, stock and products from any CSV, XLSX or Parquet file."""
