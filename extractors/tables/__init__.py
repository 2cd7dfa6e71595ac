"""What a printed table means, whatever printed it: grid, columns, lines, figures that close."""
