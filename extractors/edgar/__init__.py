"""EDGAR's own formats: whole submissions (SGML), and company facts (JSON)."""
