"""The agreement between what writes a log and what reads it."""
