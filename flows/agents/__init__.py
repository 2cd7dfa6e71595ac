"""Read-only tools over the warehouse for programs that talk to language models (MCP)."""
