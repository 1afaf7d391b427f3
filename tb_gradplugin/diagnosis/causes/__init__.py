"""Causes of a missing gradient: one per file. Each returns facts or `None`, and no words."""
