"""Everything kept on disk: the archive of documents, the registry, and the DuckDB build.

In a notebook: `from warehouse import connect`, then `connect("data/profit_pools.duckdb")`.
"""

from warehouse.query.connection import connect

__all__ = ["connect"]
