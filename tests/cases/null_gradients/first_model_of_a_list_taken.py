"""A list of models is asked for its targets, and the first of them alone is called."""

import tensorflow as tf

inputs = tf.constant([[1.0, -2.0], [0.5, 3.0]])


class Process(tf.keras.layers.Layer):
    def __init__(self, target, name):
        super().__init__(name=name)
        self.target = target
        self.mean = tf.keras.layers.Dense(1, name="mean")
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")

    def call(self, x):
        scaled = self.mean(x) * tf.nn.softplus(self.scale)
        return tf.reduce_sum(scaled, axis=-1)


class Several:
    def __init__(self, *models):
        self.models = list(models)
        for model in self.models:
            model(inputs)

    @property
    def targets(self):
        return [model.target for model in self.models]

    def outputs(self, x):
        means = self.models[0](x)  # <- culprit
        return [means, x[:, 0]]


several = Several(Process(1.0, "near"), Process(2.0, "far"))


def loss_fn():
    outputs = several.outputs(inputs)
    pairs = zip(outputs, several.targets, strict=True)
    return tf.add_n([tf.reduce_sum(tf.square(one - target)) for one, target in pairs])


variables = [v for model in several.models for v in model.trainable_variables]

STATUSES = dict(zip([each.path for each in variables], [*["ok"] * 3, *["null"] * 3], strict=True))
FINDINGS = (("GN104", "", "note"),)
