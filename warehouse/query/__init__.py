"""Read-only access to a build: SQL, audits, lookup, conflicts."""
