"""What the lines of the user's program say of a result: who reads it, and where it is lost."""
