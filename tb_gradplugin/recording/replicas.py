"""Which of the replicas of a distribution strategy records."""

from __future__ import annotations

import tensorflow as tf


def is_first_replica() -> bool:
    """Whether what is being traced or run is the first replica, or there is only one.

    Rows of several replicas would count a step several times. Each replica's
    gradients are its own, before they are reduced; the first one's stand for all.
    """
    replica = tf.distribute.get_replica_context()
    if replica is None or replica.num_replicas_in_sync == 1:
        return True
    identifier = replica.replica_id_in_sync_group
    return int(tf.get_static_value(identifier, partial=True) or 0) == 0
