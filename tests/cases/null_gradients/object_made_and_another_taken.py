"""A plain object with a variable is made to be trained, and the program takes its default one."""

import tensorflow as tf


class Wind:
    def __init__(self, name):
        self.speed = tf.Variable([0.1, -0.2], name=name)


class World:
    def __init__(self):
        self.drag = tf.Variable(0.5, name="drag")
        self.calm = Wind("calm")

    def step(self, place, wind=None):
        wind = self.calm if wind is None else wind
        return place + 0.1 * (wind.speed - self.drag * place)


class Flight:
    def __init__(self):
        self.world = World()
        self.gust = Wind("gust")  # <- culprit

    def error(self):
        place = tf.constant([1.0, 2.0])
        for _ in range(3):
            place = self.world.step(place)
        return tf.reduce_sum(tf.square(place))


flight = Flight()
variables = [flight.gust.speed, flight.world.drag]


def loss_fn():
    return flight.error()


STATUSES = {"gust": "null", "drag": "ok"}
FINDINGS = (("GN104", "", "note"),)
