"""Gradients beside finite differences of the forward function that they belong to."""
