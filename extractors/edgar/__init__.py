"""EDGAR's own forms: whole submissions, and company facts as JSON."""
