"""Causes of gradients that are there but sick, one file each."""
