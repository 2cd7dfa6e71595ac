"""Explains how a document was read: the stages of reading, and what became of each number."""
