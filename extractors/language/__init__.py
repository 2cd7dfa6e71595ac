"""The meaning of printed words: amounts, units, dates, periods, captions; no tables, no markup."""
