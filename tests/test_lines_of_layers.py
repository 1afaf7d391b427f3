"""Where an op inside of a layer of a model is to blame, the line that makes the layer leads."""

import keras
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

layers = keras.layers
x = tf.constant([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]])


def found(loss_fn, variables):
    (finding,) = tbg.explain(loss_fn, variables).findings
    return finding


def classifier(units):
    model = keras.Sequential()
    model.add(layers.Input([2]))
    model.add(layers.Dense(units, activation="tanh"))
    model.add(layers.Dense(1, activation="softmax"))
    return model


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
def test_the_layer_of_a_model_that_a_function_adds_up_leads_before_the_call():
    model = classifier(4)

    def loss():
        return tf.reduce_mean((model(x) - 0.5) ** 2)

    finding = found(loss, model.trainable_variables)
    assert finding.code == "GH212"
    assert [line.source for line in finding.locations] == [
        'model.add(layers.Dense(1, activation="softmax"))',
        "return tf.reduce_mean((model(x) - 0.5) ** 2)",
    ]
    line = finding.locations[0]
    assert f"sigmoid in the layer of {line.place}" in " ".join(
        str(tbg.explain(loss, model.trainable_variables)).split()
    )


class Network:
    def __init__(self):
        self.model = self.build_model()

    def build_model(self):
        inputs = layers.Input([2])
        hidden = layers.Rescaling(1e4)(inputs)
        outputs = layers.Dense(
            1, activation="sigmoid", kernel_initializer="ones", name="probability"
        )(hidden)
        return keras.Model(inputs, outputs)


def test_the_layer_of_a_model_that_a_method_builds_leads():
    network = Network()

    def loss():
        return tf.reduce_mean(network.model(x))

    finding = found(loss, network.model.trainable_variables)
    assert finding.code == "GH208"
    assert finding.locations[0].source == "outputs = layers.Dense("


class Owner:
    def __init__(self, model):
        self.model = model

    def loss(self):
        return tf.reduce_mean(self.model(x)[:, 0] ** 2)


def small_network():
    inputs = layers.Input([2])
    hidden = layers.EinsumDense("ab,bc->ac", 3, bias_axes="c", activation="relu")(inputs)
    return keras.Model(inputs, layers.Softmax()(hidden))


def trained():
    model = small_network()
    for one in model.trainable_variables:
        is_bias = len(one.shape) == 1
        one.assign(tf.fill(one.shape, -1.0 if is_bias else 0.0))
    return model


def test_a_layer_to_which_no_name_leads_is_found_in_the_file_that_makes_the_same():
    owner = Owner(trained())

    def loss():
        return owner.loss()

    finding = found(loss, owner.model.trainable_variables)
    assert finding.code == "GH207"
    assert finding.locations[0].source.startswith("hidden = layers.EinsumDense(")


def test_what_is_mended_at_the_data_leads_with_the_line_of_the_call():
    model = keras.Sequential([layers.Input([2]), layers.UnitNormalization()])
    data = tf.Variable([[1.0, float("nan")]], name="data")

    def loss():
        return tf.reduce_mean(model(data))

    finding = found(loss, [data])
    assert finding.code == "GH223"
    assert finding.evidence.get("first_line") is None


agents = {}
for _place in range(1):
    _state = layers.Input([2])
    _actor = layers.Dense(2, activation="softmax")(_state)
    agents[f"actor_{_place}"] = keras.Model(_state, _actor)
    _critic = layers.Dense(1, activation="softplus", kernel_initializer="ones")(_state)
    _value = layers.Dense(1, activation="softmax", use_bias=False)(_critic)
    agents[f"critic_{_place}"] = keras.Model(_state, _value)
    agents[f"rewards_{_place}"] = []


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
def test_the_layer_of_a_model_in_a_dict_is_known_by_its_settings():
    critic = agents["critic_0"]

    def loss():
        return tf.reduce_mean((agents["critic_0"](x) - 0.5) ** 2)

    line = found(loss, critic.trainable_variables).locations[0]
    assert line.source == '_value = layers.Dense(1, activation="softmax", use_bias=False)(_critic)'
