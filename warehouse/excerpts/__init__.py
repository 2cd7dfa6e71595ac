"""The place that prints a number, shown: a page of a PDF cropped, a table of HTML rebuilt."""
