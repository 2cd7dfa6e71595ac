"""Documents to figures in limited processes."""
