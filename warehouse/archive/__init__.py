"""Documents by hash, their origins, what extractors read from them, and a log of runs."""
