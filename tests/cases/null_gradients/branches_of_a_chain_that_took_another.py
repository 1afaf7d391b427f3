"""Three features are computed, and a chain of `elif` adds the first of them that is asked for."""

import tensorflow as tf

WANTED = ("size", "colour", "place")
sizes = tf.Variable([0.4, -0.2], name="sizes")
colours = tf.Variable([0.3, 0.1], name="colours")
places = tf.Variable([-0.2, 0.6], name="places")
grid = tf.constant([0.1, 0.9])


def described(x, wanted):
    size = tf.tanh(sizes * x)
    colour = tf.nn.softplus(colours * x)
    place = tf.add_n([tf.pow(places, float(k)) * x for k in (1, 2)])
    if len(wanted) > 3:
        x = size + colour + place
    elif "size" in wanted:  # <- culprit
        x = x + size
    elif "colour" in wanted:
        x = x + colour
    else:
        x = x - place
    return x


def loss_fn():
    return tf.reduce_sum(tf.square(described(grid, WANTED) - 1.0))


variables = [sizes, colours, places]

STATUSES = {"sizes": "ok", "colours": "null", "places": "null"}
FINDINGS = (("GN115", "", "note"),)
