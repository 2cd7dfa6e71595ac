"""Everything with outside effects: network, clock, schedules, and the `profitpools` command."""

__version__ = "0.1.0"
