"""Variables are found among all objects of the process, and no other object is harmed or asked."""

import subprocess
import sys

import pytest

# Where `tp_traverse` stands in the type objects of CPython 3.10 to 3.13 on 64 bits.
_DAMAGED = """
import ctypes, gc, os
import tensorflow as tf
import tb_gradplugin as tbg

w = tf.Variable(1.0, name="w")

def loss_fn():
    return tf.round(w)

class Foreign:
    pass

gc.disable()
foreign = Foreign()
ctypes.c_void_p.from_address(id(Foreign) + 184).value = None
print(tbg.explain(loss_fn, [w]).statuses, flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.maxsize < 2**32, reason="of 64 bits")
def test_an_object_that_cannot_say_what_it_refers_to_does_not_end_the_process():
    done = subprocess.run(
        [sys.executable, "-c", _DAMAGED], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "{'w': 'null'}\n")
