"""Guidance and margins from sentences, and guidance from tables."""
