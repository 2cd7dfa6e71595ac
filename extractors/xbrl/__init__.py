"""Inline and plain XBRL: tagged facts, and the untagged tables beside them."""
