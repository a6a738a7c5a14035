"""The file connector: any sales, stock or product file, read or answered clearly."""
