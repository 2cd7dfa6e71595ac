"""The meaning of printed tables, from any format: grid, columns, lines, figures that reconcile."""
