"""From a running TensorFlow program to the model that `diagnosis` reads.

What is asked from outside lies here; the folders build on one another, the lowest first:

  sources: the user's files: whose they are, the lines that run, their syntax trees.
  ops: one op and its tensors: what its gradient function does, what is counted in its inputs.
  observing: what is noted down while the program runs, and what is put in place for that.
  program: the objects that a program can come to, and what its lines say of them.
  unread_variables: what lines and memory tell of a variable that no op has read.
  state: the user's state, kept and set back.
  graphs: a graph of TensorFlow, laid out as the model.
  comparing: gradients beside finite differences.
  keras_training: a Keras model as `fit` would train it.
"""
