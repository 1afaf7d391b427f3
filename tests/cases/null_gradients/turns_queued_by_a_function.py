"""Turns are computed from an angle and put into a circuit before the circuit is run."""

import tensorflow as tf

angle = tf.Variable(0.5, name="angle")


class Circuit:
    def __init__(self):
        self.turns = []

    def run(self):
        total = tf.constant(0.0)
        for kind, by in self.turns:
            total += tf.cos(by) if kind == "x" else tf.sin(by)
        return total


open_circuits = [Circuit()]


def turn_x(by):
    open_circuits[-1].turns.append(("x", by))


def turn_y(by):
    open_circuits[-1].turns.append(("y", by))


circuit = open_circuits[-1]
turn_x(2.0 * angle)  # <- culprit
turn_y(tf.exp(angle))


def loss_fn():
    return circuit.run()


variables = [angle]

STATUSES = {"angle": "null"}
FINDINGS = (("GN107", "Cos", "error"),)
