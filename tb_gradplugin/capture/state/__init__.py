"""The state of the user's program, kept over a run of it, and set back."""
