"""Inline XBRL: tagged facts, and the tables around them that bear no tag."""
