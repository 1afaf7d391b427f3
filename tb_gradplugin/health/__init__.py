"""Verdicts on recorded numbers: plain NumPy, no logging, no printing."""
