"""The outside world: folders, network, clock, schedule, and the `profitpools` command."""

__version__ = "0.1.0"
