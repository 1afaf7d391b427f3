"""Three of four forecasts are kept in a dict, and the loss reads them where it has measurements."""

import tensorflow as tf

heat = tf.Variable(0.4, name="heat")
rain = tf.Variable(0.3, name="rain")
wind = tf.Variable(-0.2, name="wind")
mist = tf.Variable(0.6, name="mist")
hours = tf.constant([0.1, 0.5, 0.9])


def forecast(x):
    wet = tf.nn.softplus(rain * x)
    result = {"heat": heat * x, "rain": wet}
    result["wind"] = tf.abs(wind + x)
    result["mist"] = mist - x
    return result


def sight(predicted, measured):
    return tf.reduce_mean(tf.abs(predicted["mist"] - measured["mist"]))


class Criterion:
    def __init__(self, weight):
        self.weight = weight

    def terms(self, predicted, measured):
        found = [tf.reduce_mean(tf.square(predicted["heat"] - measured["heat"]))]
        if "rain" in measured:  # <- culprit
            found.append(self.weight * tf.reduce_mean(predicted["rain"] - measured["rain"]))
        if "wind" in measured:
            gap = predicted["wind"]
            found.append(self.weight * tf.reduce_mean(tf.square(gap - measured["wind"])))
        if "mist" in measured:
            found.append(sight(predicted, measured))
        return found

    def __call__(self, measured, predicted):
        return tf.add_n(self.terms(predicted, measured=measured))


criterion = Criterion(0.5)


def loss_fn():
    predicted = forecast(hours)
    return criterion({"heat": tf.constant([0.2, 0.4, 0.3])}, predicted)


variables = [heat, rain, wind, mist]

STATUSES = {"heat": "ok", "rain": "null", "wind": "null", "mist": "null"}
FINDINGS = (("GN115", "", "note"),)
