"""What flowed through a loss there and back, and where it turned small, large or non-finite."""
