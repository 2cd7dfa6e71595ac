"""Sentences: guidance, margins, customers, commitments, remarks; tables of outlooks, customers."""
