"""The selects of the warehouse, their order and what their columns mean."""
