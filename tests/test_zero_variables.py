"""Where a variable of zeros stops a gradient, the line that makes it zero leads."""

import keras
import tensorflow as tf

import tb_gradplugin as tbg

x = tf.constant([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]])


def sources(loss_fn, variables):
    (finding,) = tbg.explain(loss_fn, variables).findings
    assert finding.code == "GH211"
    return [line.source for line in finding.locations], str(finding.evidence.get("zero_lines"))


class Adapter(keras.layers.Layer):
    def build(self, _):
        self.down = self.add_weight(name="down", shape=(2, 3), initializer="glorot_uniform")
        self.up = self.add_weight(name="up", shape=(3, 1), initializer="zeros")

    def call(self, inputs):
        return inputs @ self.down @ self.up


def test_the_line_of_an_initializer_and_one_that_assigns_zeros_lead():
    adapter = Adapter()
    adapter(x)
    adapter.down.assign(tf.zeros([2, 3]))

    def loss():
        return tf.reduce_mean((adapter(x) - 1.0) ** 2)

    lines, count = sources(loss, adapter.trainable_variables)
    assert sorted(lines[:2]) == [
        "adapter.down.assign(tf.zeros([2, 3]))",
        'self.up = self.add_weight(name="up", shape=(3, 1), initializer="zeros")',
    ]
    assert (lines[2:], count) == (["return inputs @ self.down @ self.up"], "2")


def test_a_layer_is_named_for_the_variable_whose_initializer_is_zeros():
    hidden = keras.layers.Dense(4, activation="tanh")
    out = keras.layers.Dense(1, kernel_initializer="zeros")

    def loss():
        return tf.reduce_mean((out(hidden(x)) - 1.0) ** 2)

    loss()
    lines, _ = sources(loss, hidden.trainable_variables)
    assert lines[0] == 'out = keras.layers.Dense(1, kernel_initializer="zeros")'


def test_a_layer_is_named_though_one_of_another_model_is_called_the_same():
    def layers():
        keras.backend.clear_session()  # names are given anew
        hidden, out = keras.layers.Dense(4), keras.layers.Dense(1, kernel_initializer="zeros")
        return hidden, out, out(hidden(x))

    before = layers()
    hidden = keras.layers.Dense(4, activation="tanh", name=before[0].name)
    out = keras.layers.Dense(1, kernel_initializer="zeros", name=before[1].name)
    after = layers()

    def loss():
        return tf.reduce_mean((out(hidden(x)) - 1.0) ** 2)

    loss()
    assert before[1].kernel.path == out.kernel.path == after[1].kernel.path
    lines, count = sources(loss, hidden.trainable_variables)
    expected = 'out = keras.layers.Dense(1, kernel_initializer="zeros", name=before[1].name)'
    assert (lines[0], count) == (expected, "1")


w = tf.Variable([[1.0], [2.0]], name="w")


def test_a_list_of_numbers_that_are_zero_counts():
    gain = tf.Variable([0.0, 0.0, 0.0], name="gain")

    def loss():
        return tf.reduce_mean(((x @ w)[:, 0] * gain - 1.0) ** 2)

    assert sources(loss, [w])[0][0] == 'gain = tf.Variable([0.0, 0.0, 0.0], name="gain")'


def test_a_line_that_draws_random_numbers_is_not_accused_of_what_came_later():
    drawn = tf.Variable(tf.random.normal([3], 0.0, 1.0), name="drawn")
    for each in [drawn]:
        each.assign(each - each)

    def loss():
        return tf.reduce_mean(((x @ w)[:, 0] * drawn - 1.0) ** 2)

    lines, count = sources(loss, [w])
    assert (count, lines[0][:6]) == ("None", "return")


def small_network():
    return keras.Sequential(
        [
            keras.layers.Dense(3, activation="relu"),
            keras.layers.Dense(2, activation="relu", kernel_initializer="zeros"),
            keras.layers.Dense(1),
        ]
    )


def other_network():
    return keras.Sequential([keras.layers.Dense(1, kernel_initializer="zeros")])


of_clients = [small_network() for _ in range(3)]
first = of_clients[0]
several = [other_network(), small_network()]
second = several[1]


def test_of_one_of_several_models_the_function_that_makes_them_is_looked_into():
    def loss():
        return tf.reduce_mean((first(x) - 1.0) ** 2)

    loss()
    lines, _ = sources(loss, first.trainable_variables[:4])
    assert lines[0] == 'keras.layers.Dense(2, activation="relu", kernel_initializer="zeros"),'


def test_of_models_that_several_functions_make_none_is_looked_into():
    def loss():
        return tf.reduce_mean((second(x) - 1.0) ** 2)

    loss()
    lines, count = sources(loss, second.trainable_variables[:4])
    assert (count, lines[0]) == ("None", "return tf.reduce_mean((second(x) - 1.0) ** 2)")
