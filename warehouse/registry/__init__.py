"""Judgement as data: companies, segments, claims, reviews; CSV rows and their checks."""

from warehouse.registry.registry import Registry, load

__all__ = ["Registry", "load"]
