"""The words of each code: one module each, chosen by `table.WORDS`."""
