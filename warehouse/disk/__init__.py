"""Files, folders and memory: atomic writes, locks, limits; and selects stored in files."""
