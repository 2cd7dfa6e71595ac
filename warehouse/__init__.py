"""What rests on disk: the archive of bytes, the registry, and the DuckDB file made of both.

In a notebook: `from warehouse import connect`, then `connect("data/profit_pools.duckdb")`.
"""

from warehouse.query.connection import connect

__all__ = ["connect"]
