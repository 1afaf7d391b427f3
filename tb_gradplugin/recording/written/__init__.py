"""Functions of TensorFlow that are written down, not traced: see `writer`."""
