"""The sample site: facsimile filings of real companies from published figures, on loopback.

tables → verify → filings → pages (inline XBRL, releases, PDF, EDGAR's lists) → site → server
"""
