"""Files, folders and memory: what is written whole or not at all."""
