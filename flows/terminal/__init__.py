"""What a person sees: messages, progress, tables, JSON lines."""
