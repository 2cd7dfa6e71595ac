"""Builds a new DuckDB file from archive and registry: loaded, checked, compared, swapped in."""
