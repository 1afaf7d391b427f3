"""What a check prints, one format per file."""
