"""A training whose log outgrows what there is room for.

    python -m tests.recording.full_disk fit LOGDIR COPY limit|tmpfs
    python -m tests.recording.full_disk incident LOGDIR

With `tmpfs` a small file system is mounted at LOGDIR, which takes the right to mount; with `limit`
no file of this process may grow beyond a size. After the training the log is copied to COPY.
Prints what was warned of, and whether the trained variables are, bit for bit, those of a training
without the monitor, as JSON.

With `incident` there is no room when a gradient turns out not to be finite, and room again after.
"""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time
import warnings

import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording import session
from tests.recording import keras_models as models

ROOM, EPOCHS = 64 << 10, 12


def fit(logdir, copy, kind):
    pathlib.Path(logdir).mkdir(parents=True)
    if kind == "tmpfs":
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", logdir], check=True)
        assert os.statvfs(logdir).f_blocks * os.statvfs(logdir).f_frsize == ROOM
    monitored, without = models.sequential(), models.sequential()
    callback = tbg.GradientHealth(logdir, every=1, max_rows=None, flush_seconds=0.01)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if kind == "limit":
            _limit_files(ROOM)
        models.fit(monitored, callback, epochs=EPOCHS)
        _limit_files(resource.RLIM_INFINITY)
    models.fit(without, epochs=EPOCHS)
    shutil.copytree(logdir, copy)
    ours = [str(w.message) for w in caught if "tb_gradplugin" in str(w.message)]
    same = models.same_bits(models.weights(monitored), models.weights(without))
    return {"warnings": ours, "same": same, "epochs": len(monitored.history.epoch)}


def incident(logdir):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with tbg.GradientRecorder(logdir, [tf.Variable(1.0)], every=1, verbose=False) as recorder:
            recorder.record([tf.constant(1.0)])
            recorder.flush()
            (path,) = pathlib.Path(logdir).iterdir()
            _limit_files(path.stat().st_size + 100)
            recorder.record([tf.constant(float("nan"))])
            recorder.flush()
            _limit_files(resource.RLIM_INFINITY)
            time.sleep(2 * session._RETRY_SECONDS)
    return {"warnings": [str(warning.message) for warning in caught]}


def _limit_files(size):
    # Python ignores the signal that would end the process.
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


if __name__ == "__main__":
    session._RETRY_SECONDS = 0.1
    part = {"fit": fit, "incident": incident}[sys.argv[1]]
    sys.stdout.write(json.dumps(part(*sys.argv[2:])) + "\n")
