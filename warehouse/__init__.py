"""What rests on disk: the archive of bytes, the registry, and the DuckDB file made of both."""
