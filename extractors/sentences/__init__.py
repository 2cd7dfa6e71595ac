"""Outlooks and margins in running text, and in tables of outlooks."""
