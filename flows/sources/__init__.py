"""Where documents come from: EDGAR, other regulators, company sites, exchange rates, an inbox."""
