"""Turns documents into figures in processes with limited time and memory."""
