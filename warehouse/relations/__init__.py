"""The warehouse's selects, their build order, and the meanings of their columns."""
