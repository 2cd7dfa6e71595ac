"""HTML as tables and lines of text."""
