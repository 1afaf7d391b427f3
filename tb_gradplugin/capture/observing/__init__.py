"""What is noted down while the user's program runs, and what is put in place for that."""
