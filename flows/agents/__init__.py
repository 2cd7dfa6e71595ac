"""What programs that talk to models ask: tools over the warehouse, read-only."""
