"""From a running TensorFlow program to the model that `diagnosis` reads."""
