"""Bytes by content, where they came from, what readers made of them, and runs."""
