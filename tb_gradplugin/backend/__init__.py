"""What TensorBoard calls: the entry point, the routes and what they read."""
