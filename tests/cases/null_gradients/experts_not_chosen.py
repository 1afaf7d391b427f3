"""tf.switch_case chooses one of three experts; two have no part in this step."""

import tensorflow as tf

experts = [tf.Variable(float(number + 1), name=f"expert_{number}") for number in range(3)]
chosen = tf.constant(1)


def loss_fn():
    output = tf.switch_case(  # <- culprit
        chosen,
        [lambda: experts[0] * 2.0, lambda: experts[1] * 3.0, lambda: experts[2] * 4.0],
    )
    return tf.square(output - 1.0)


variables = experts

STATUSES = {"expert_0": "null", "expert_1": "ok", "expert_2": "null"}
FINDINGS = (("GN115", "Mul", "note"),)
