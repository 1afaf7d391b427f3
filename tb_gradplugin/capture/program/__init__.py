"""The objects that a program can come to, and what its lines say of them."""
