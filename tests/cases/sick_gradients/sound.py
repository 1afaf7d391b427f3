"""Sound programs whose gradients look sick: nothing is said of them, or a note."""

import keras
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH211", note=True)
def lora():
    x = normal(8, 4)
    a = tf.Variable(normal(4, 2), name="a")
    b = tf.Variable(tf.zeros((2, 1)), name="b")

    def loss():
        return tf.reduce_mean((x @ a @ b - 1.0) ** 2)

    return loss, [a, b]


@case("GH202", note=True)
def row_of_dead_units_is_normalised():
    w = tf.Variable(normal(4, 3), name="w")
    b = tf.Variable(tf.zeros(3), name="b")
    x = tf.concat([normal(7, 4), tf.zeros((1, 4))], 0)
    goal = tf.math.l2_normalize(normal(8, 3), axis=1)

    def loss():
        p = tf.math.l2_normalize(tf.nn.bias_add(x @ w, b), axis=1)
        return -tf.reduce_mean(tf.reduce_sum(p * goal, 1))

    return loss, [w, b]


@case("GH228", note=True)
def bn_bias():
    w = tf.Variable(normal(4, 3), name="w")
    b = tf.Variable(tf.zeros(3) + 0.3, name="b")
    x = normal(64, 4)

    def loss():
        y = x @ w + b
        y = (y - tf.reduce_mean(y, 0)) * tf.math.rsqrt(tf.math.reduce_variance(y, 0) + 1e-5)
        return tf.reduce_mean(tf.nn.relu(y) * tf.constant([1.0, 2.0, 3.0]) * 1e4)

    return loss, [w, b]


@case("GH228", note=True)
def softmax_shift():
    w = tf.Variable(normal(4, 3), name="w")
    c = tf.Variable(0.3, name="c")
    x = normal(64, 4)

    def loss():
        return tf.reduce_mean(
            tf.nn.softmax_cross_entropy_with_logits(tf.one_hot(tf.range(64) % 3, 3), x @ w + c)
        )

    return loss, [w, c]


@case("GH228", note=True)
def mha():
    m = keras.layers.MultiHeadAttention(2, 4)
    x = normal(4, 6, 8)
    m(x, x)

    def loss():
        return tf.reduce_mean(m(x, x) ** 2)

    return loss, m.trainable_variables


@case("GH228", note=True)
def converged():
    x = normal(8, 4)
    w = tf.Variable(normal(4, 1), name="w")
    y = x @ w

    def loss():
        return tf.reduce_mean((x @ w - y) ** 2)

    return loss, [w]


@case("GH228", note=True)
def hinge_done():
    x = normal(8, 4)
    w = tf.Variable(normal(4, 1), name="w")
    y = tf.sign(x @ w) * 1e6

    def loss():
        return tf.reduce_mean(tf.nn.relu(1.0 - y * (x @ w)))

    return loss, [w]


@case("GH228", note=True)
def bce_done():
    w = tf.Variable([[300.0]], name="w")
    x = tf.constant([[1.0], [-1.0]])
    y = tf.constant([[1.0], [0.0]])

    def loss():
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(y, x @ w))

    return loss, [w]


@case("GH202", note=True)
def scaled():
    x = normal(8, 4)
    w = tf.Variable(normal(4, 1), name="w")

    def loss():
        return tf.reduce_mean((x @ w - 1.0) ** 2) * 2.0**15

    return loss, [w]


@case("GH202", note=True)
def summed():
    x = normal(40000, 4)
    w = tf.Variable(normal(4, 1) + 3.0, name="w")

    def loss():
        return tf.reduce_sum((x @ w - 1.0) ** 2)

    return loss, [w]


@case("GH214", note=True)
def critic_bias():
    w = tf.Variable(normal(4, 1), name="w")
    b = tf.Variable([0.25], name="b")
    real, fake = normal(8, 4), normal(8, 4) * 2.0

    def loss():
        return tf.reduce_mean(fake @ w + b) - tf.reduce_mean(real @ w + b)

    return loss, [w, b]


@case("GH228", note=True)
def softmax_by_hand():
    w = tf.Variable(normal(4, 1), name="w")
    b = tf.Variable([0.25], name="b")
    x = normal(6, 4)
    rows = tf.constant([0, 0, 0, 1, 1, 2])

    def loss():
        scores = (x @ w + b)[:, 0]
        shifted = scores - tf.gather(tf.math.segment_max(scores, rows), rows)
        weights = tf.exp(shifted)
        shares = weights / tf.gather(tf.math.segment_sum(weights, rows), rows)
        return tf.reduce_mean((tf.math.segment_sum(shares[:, None] * x, rows) - 0.3) ** 2)

    return loss, [w, b]


@case("GH214", note=True)
def absolute_error_of_an_even_batch():
    x, w = normal(4, 3), tf.Variable(normal(3, 1), name="w")
    b = tf.Variable([0.1], name="b")
    prediction = x @ w + b
    # Two of the targets lie above and two below, whatever the numbers are.
    target = prediction + tf.constant([[1.0], [-1.0], [2.0], [-0.5]])

    def loss():
        return tf.reduce_mean(tf.abs(x @ w + b - target))

    return loss, [w, b]


@case("GH214", note=True)
def a_weight_of_features_that_are_one():
    x, w = normal(6, 3), tf.Variable(normal(3, 2), name="w")
    scale = tf.Variable(tf.zeros((1, 2)) + 0.2, name="scale")
    ones = tf.ones((6, 1))
    signs = tf.constant([[1.0], [-1.0], [1.0], [-1.0], [1.0], [-1.0]])
    # A hinge whose margin none has reached: half of the labels pull up, half of them down.

    def loss():
        scores = 0.01 * tf.tanh(x @ w) + tf.matmul(ones, scale)
        return tf.reduce_mean(tf.nn.relu(1.0 - signs * scores))

    return loss, [w, scale]


@case("GH213", note=True)
def weight_of_zero():
    w = tf.Variable(normal(4, 1), name="w")
    b = tf.Variable(2.0, name="b")
    x = normal(8, 4)
    weight_of_error = 0.0

    def loss():
        error = tf.reduce_mean((x @ w) ** 2)
        return weight_of_error * error + b**2

    return loss, [w, b]


@case("GH213", note=True)
def expert_by_mask():
    x = normal(4, 6)
    gate = layers.Dense(5)
    experts = [layers.Dense(3, activation="relu", bias_initializer="ones") for _ in range(5)]

    def loss():
        shares = tf.nn.softmax(gate(x))
        mask = tf.one_hot(tf.argmax(shares, axis=-1), 5) * shares
        outputs = tf.stack([expert(x) for expert in experts], axis=1)
        return tf.reduce_mean((tf.reduce_sum(outputs * mask[..., None], axis=1) - 1.0) ** 2)

    loss()
    return loss, [v for layer in (gate, *experts) for v in layer.trainable_variables]


@case("GH213", note=True)
def expert_by_rows():
    x = normal(4, 6)
    gate = layers.Dense(5)
    experts = [layers.Dense(3) for _ in range(5)]

    def loss():
        shares = tf.nn.softmax(gate(x))
        chosen = tf.argmax(shares, axis=-1)
        output = tf.zeros((4, 3))
        for number, expert in enumerate(experts):
            rows = tf.where(tf.equal(chosen, number))
            output = tf.tensor_scatter_nd_update(output, rows, expert(tf.gather_nd(x, rows)))
        return tf.reduce_mean((output * tf.reduce_max(shares, -1)[:, None] - 1.0) ** 2)

    loss()
    return loss, [v for layer in (gate, *experts) for v in layer.trainable_variables]


@case("GN115", note=True)
def other_branch_of_a_traced_condition():
    a = tf.Variable(2.0, name="a")
    b = tf.Variable(3.0, name="b")

    @tf.function
    def f():
        return tf.cond(a > 0.0, lambda: a * 2.0, lambda: b * 2.0)

    return (lambda: f()), [a, b]


@case("GN115", note=True)
def experts_of_a_traced_switch():
    experts = [tf.Variable(normal(4), name=f"expert{number}") for number in range(3)]
    x = normal(4)

    @tf.function
    def f(chosen):
        ways = [lambda one=one: tf.reduce_sum((one * x) ** 2) for one in experts]
        return tf.switch_case(chosen, ways)

    return (lambda: f(tf.constant(1))), experts


@case("GN115", note=True)
def term_that_begins_after_some_steps():
    w, late = tf.Variable(normal(4), name="w"), tf.Variable(normal(4), name="late")
    step = tf.Variable(0, trainable=False)

    @tf.function
    def f():
        penalty = tf.cond(step > 100, lambda: tf.reduce_sum(late**2), lambda: 0.0)
        return tf.reduce_sum(w**2) + penalty

    return f, [w, late]
