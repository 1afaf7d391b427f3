"""Two parts of a model each return a dict; of both, merged, the step reads one head's entry."""

import tensorflow as tf

batch = {
    "scene": tf.constant([[1.0, -2.0], [0.5, 3.0]]),
    "agent": tf.constant([[0.2, 0.4], [-1.0, 0.6]]),
}
wanted = tf.constant([0, 2])


class Scene(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="scene")
        self.embed = tf.keras.layers.Dense(3, activation="tanh", name="embed")
        self.head = tf.keras.layers.Dense(4, name="head")

    def call(self, inputs):
        features = self.embed(inputs["scene"])
        scores = self.head(features)
        best = tf.math.top_k(tf.nn.softmax(scores), k=2).indices
        found = {"scene_best": best}
        found["features"] = features
        found["scene_scores"] = scores  # <- culprit
        return found


class Agent(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="agent")
        self.embed = tf.keras.layers.Dense(3, name="embed")
        self.head = tf.keras.layers.Dense(3, name="head")

    def call(self, inputs, scene):
        hidden = self.embed(inputs["agent"])
        hidden = hidden * scene["features"]
        return {"hidden": hidden, "scores": self.head(hidden)}


class Decoder(tf.keras.Model):
    def __init__(self):
        super().__init__(name="decoder")
        self.scene = Scene()
        self.agent = Agent()

    def call(self, inputs):
        scene = self.scene(inputs)
        agent = self.agent(inputs, scene)
        both = dict(agent)
        both.update(scene)
        return both


decoder = Decoder()
cross_entropy = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def loss_fn():
    found = decoder(batch)
    scores = found["scores"]
    return cross_entropy(wanted, scores)


loss_fn()
variables = decoder.trainable_variables

STATUSES = {each.path: "ok" for each in variables} | {
    "decoder/scene/head/kernel": "null",
    "decoder/scene/head/bias": "null",
}
FINDINGS = (("GN104", "TopKV2", "note"),)
