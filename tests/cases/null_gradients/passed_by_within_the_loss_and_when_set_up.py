"""Another branch ran than the one with the boosts, which a method of the setup left out as well."""

import tensorflow as tf


class Amplifier(tf.Module):
    def __init__(self, gains, boosts):
        super().__init__()
        self.gains = tf.Variable(gains, name="gains")
        self.boosts = {key: tf.Variable(value, name=key) for key, value in boosts.items()}
        self.burnt_in = []
        self.muted = False

    def boost_of(self, key):
        return tf.exp(self.boosts[key])

    def burn_in(self, keys):
        for key in keys:
            if key in self.burnt_in:
                continue
            self.gains.assign(self.gains * self.boost_of(key))
            self.burnt_in.append(key)

    def __call__(self, signal):
        if self.muted:
            heard = signal * 0.0
        elif self.burnt_in:  # <- culprit
            heard = signal * self.gains
        else:
            heard = signal * self.gains
            for key in ("bass", "treble"):
                heard = heard * tf.exp(self.boosts[key])
        return heard


amplifier = Amplifier([0.5, 1.5], {"bass": 0.2, "treble": -0.1})
amplifier.burn_in(["bass"])
signal = tf.constant([[0.3, -0.7], [1.0, 0.2]])
variables = [amplifier.gains, amplifier.boosts["treble"]]


def loss_fn():
    return tf.reduce_mean(tf.square(amplifier(signal) - 1.0))


STATUSES = {"gains": "ok", "treble": "null"}
FINDINGS = (("GN115", "", "note"),)
