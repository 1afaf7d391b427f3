"""From a graph of TensorFlow to the model that `diagnosis` reads."""
