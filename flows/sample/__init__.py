"""The sample site: invented facsimiles of real companies' filings, with published figures.

tables → verify → filings → pages (inline XBRL, releases, PDF, EDGAR's lists) → site → server
"""
