"""What leaves the warehouse: exports and their data dictionary."""
