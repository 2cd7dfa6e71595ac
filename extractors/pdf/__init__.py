"""PDF as words, rows and tables; pictures of pages by OCR."""
