"""Questions to a build, read-only: SQL, audit, lookup, conflicts."""
