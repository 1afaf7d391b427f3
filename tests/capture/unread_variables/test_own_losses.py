"""A loss with the name of a part does without it, unless it comes to it in another way."""

import linecache
import textwrap

import pytest
import tensorflow as tf

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import own_losses
from tb_gradplugin.capture.unread_variables.search import Search

LEFT_OUT = [
    "def actor_loss(batch):\n    return critic(batch.actions)",
    "def loss_of_the_actor(batch):\n    values = critic(batch['actions'])\n    return -values",
    "def actor_loss():\n    kept = older\n    return critic(kept)",
]
AS_IT_SHOULD_BE = {
    "is of another part": "def critic_loss(batch):\n    return critic(batch.actions)",
    "is no loss": "def actor_step(batch):\n    return critic(batch.actions)",
    "is given values": "def actor_loss(actions):\n    return critic(actions)",
    "names it": "def actor_loss(batch):\n    return critic(actor(batch.x) if batch.x else batch.y)",
    "comes to it": (
        "def chosen(batch):\n    return actor(batch.x) if batch.x else batch.y\n"
        "def actor_loss(batch):\n    return critic(chosen(batch))"
    ),
    "reads names unseen": "def actor_loss(batch):\n    return critic(globals()[batch.name])",
    "uses no other part": "def actor_loss(batch):\n    return batch.actions",
}


def found(tmp_path, text):
    """What is said of an actor that no op has read, where all lines ran."""
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(text) + "\n\n\ndef loss_fn():\n    return 0.0\n")
    linecache.checkcache(str(path))
    actor, critic = tf.Variable(1.0), tf.Variable(2.0)
    space = {"actor": actor, "critic": critic, "older": 1.0}
    exec(compile(path.read_text(), str(path), "exec"), space)
    loss_fn = space["loss_fn"]
    search = Search(
        reachable.Reach(loss_fn),
        loss_fn,
        [actor],
        known=lambda one: 7 if one is critic else None,
        ran={(str(path), line) for line in range(1, 9)},
    )
    return own_losses.found(search)[0]


@pytest.mark.parametrize("text", LEFT_OUT)
def test_the_line_of_a_loss_that_does_without_its_part(tmp_path, text):
    left = found(tmp_path, text)
    assert (left.name, left.seen.computes_with) == ("actor", "critic")
    assert "critic" in left.location.source


@pytest.mark.parametrize("text", AS_IT_SHOULD_BE.values(), ids=AS_IT_SHOULD_BE)
def test_what_may_be_as_it_should_be_is_not_told_of(tmp_path, text):
    assert found(tmp_path, text) is None
