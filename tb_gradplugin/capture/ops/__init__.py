"""What one op does with its tensors: asked of TensorFlow, or counted in NumPy."""
