"""Shows where a document prints a number: a PDF page cropped, or an HTML table rebuilt."""
