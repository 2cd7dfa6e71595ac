"""Charts as SVG: scales, ticks, profit map, series, scatter plot, ranges; every mark is a link."""
