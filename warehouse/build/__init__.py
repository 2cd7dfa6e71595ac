"""A new file from archive and registry: loaded, checked, compared, swapped in."""
