"""A Keras model as `fit` would train it: its batch, its losses and their scale."""
