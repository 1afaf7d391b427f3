"""What a program's lines and memory tell of variables that no op has read."""
