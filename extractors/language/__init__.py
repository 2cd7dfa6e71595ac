"""What printed words mean: amounts, units, dates, periods, captions; no tables, no markup."""
