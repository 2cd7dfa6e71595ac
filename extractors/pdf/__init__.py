"""PDF as words, rows and tables; OCR of scanned pages."""
