"""Charts as SVG of our own: scales, ticks, a map, series, scatter and ranges, each mark a link."""
