"""Where documents come from: EDGAR, lists of reports, exchange rates, an inbox."""
