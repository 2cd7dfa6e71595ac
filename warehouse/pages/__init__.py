"""The report's pages: what each contains, from queries of the warehouse to HTML."""
