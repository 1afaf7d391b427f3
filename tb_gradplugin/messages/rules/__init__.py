"""The words of each rule: one module each, chosen by `table.RULE_WORDS`."""
