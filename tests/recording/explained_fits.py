"""Models whose gradients are cut, and what a `fit` of them says of it."""

import sys
import warnings

import keras
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tests.recording import keras_models


class Cut(keras.Model):
    """Two layers, and something between the second and the loss."""

    def __init__(self, cut):
        super().__init__(name="cut")
        self.first = keras.layers.Dense(3, name="first")
        self.second = keras.layers.Dense(1, name="second")
        self.cut = cut

    def call(self, inputs):
        return self.cut(self.second(self.first(inputs)))


def rounded(outputs):
    return tf.round(outputs)


def unregistered(outputs):
    image = tf.reshape(tf.repeat(outputs, 3, 1), [-1, 1, 1, 3])
    shifted = tf.image.adjust_hue(image, 0.1)
    return tf.reduce_mean(shifted, [1, 2, 3])[:, None]


def model_cut_by(cut, **compile_arguments):
    model = Cut(cut)
    model.compile(**{"optimizer": "sgd", "loss": "mse"} | compile_arguments)
    return model


def fitted(model, logdir, **arguments):
    """What `fit` warned of for us, and what it raised."""
    error = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            keras_models.fit(model, tbg.GradientHealth(logdir), **arguments)
        except Exception as raised:
            error = raised
    assert not [w for w in caught if issubclass(w.category, RuntimeWarning)]
    texts = [str(w.message) for w in caught if issubclass(w.category, GradientHealthWarning)]
    return texts, error


def carried(error, capsys):
    """What travels on an error; before Python 3.11, what was printed in place of it."""
    if sys.version_info < (3, 11):
        return capsys.readouterr().err
    return "\n".join(getattr(error, "__notes__", ()))
