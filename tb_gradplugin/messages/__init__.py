"""The words: every text that is made from facts, in one place."""
