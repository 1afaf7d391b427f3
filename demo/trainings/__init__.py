"""One file for each run of the demo, as somebody may have written it."""
