"""Output for other tools: report, workbook, Parquet export and data dictionary."""
