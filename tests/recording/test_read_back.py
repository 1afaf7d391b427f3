"""`tbg.read` gives back what the recorders wrote, as NumPy computes it from the gradients."""

import os
import pathlib
import subprocess
import sys
import textwrap

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.context import RequestContext

import tb_gradplugin as tbg
from tb_gradplugin.backend.queries import RunQueries
from tb_gradplugin.backend.tensors import Scope
from tb_gradplugin.schema import statistics
from tests.recording import keras_models as models
from tests.recording import oracle

NULL_WARNING = "ignore:Gradients do not exist:UserWarning"  # by Keras, and not for us to swallow

STEPS = 30
SHAPES = {"dense/kernel": (5, 4), "dense/bias": (4,), "scale": ()}


def gradient(step: int, column: int) -> np.ndarray | None:
    """Some gradients of each state, the same on every call."""
    shape = tuple(SHAPES.values())[column]
    if column == 1 and step in (12, 13):
        return None
    if column == 2 and step % 7 == 3:
        return np.zeros(shape, np.float32)
    values = np.random.default_rng(100 * step + column).normal(size=shape) * 10.0 ** (step % 9 - 4)
    if column == 0 and step == 20:
        values[0, 1:3] = np.nan, np.inf
    return values.astype(np.float32)


def gradients(step: int) -> list[np.ndarray | None]:
    return [gradient(step, column) for column in range(len(SHAPES))]


def record(logdir, first: int, end: int) -> list[tf.Variable]:
    """Plain descent by 0.01, one variable after the other beginning at all ones."""
    variables = [tf.Variable(tf.ones(shape), name=name) for name, shape in SHAPES.items()]
    with tbg.GradientRecorder(
        logdir, variables, initial_step=first, every=1, verbose=False
    ) as recorder:
        for step in range(first, end):
            given = gradients(step)
            recorder.record([None if g is None else tf.constant(g) for g in given], loss=-step)
            for variable, one in zip(variables, given, strict=True):
                if one is not None and np.isfinite(one).all():
                    variable.assign_sub(0.01 * tf.constant(one))
    return variables


@pytest.fixture(scope="module")
def logdir(tmp_path_factory) -> pathlib.Path:
    """Steps 0 .. 29, and a second session that lives 25 .. 34 anew."""
    folder = tmp_path_factory.mktemp("logs") / "run"
    record(folder, 0, STEPS)
    record(folder, 25, 35)
    return folder


@pytest.fixture(scope="module")
def log(logdir) -> tbg.Log:
    return tbg.read(logdir)


def test_the_axes_are_the_steps_and_the_variables(log):
    assert log.steps.tolist() == list(range(35))
    assert [(v.name, v.shape, v.dtype) for v in log.variables] == [
        (name, shape, "float32") for name, shape in SHAPES.items()
    ]
    assert [session.initial_step for session in log.sessions] == [0, 25]
    assert (np.diff(log.wall_times) > 0).all()
    assert log.notes == ()


def test_every_number_is_that_of_its_gradient(log):
    for step in range(35):
        for column, one in enumerate(gradients(step)):
            assert log.states[step, column] == oracle.state(one)
            if one is None:
                assert all(np.isnan(log[name][step, column]) for name in oracle_names())
                continue
            for name, expected in oracle.statistics(one).items():
                np.testing.assert_allclose(
                    log[name][step, column],
                    expected,
                    rtol=2e-6,
                    atol=1e-12,
                    err_msg=f"{name} {step}",
                )


def oracle_names() -> list[str]:
    return list(oracle.statistics(np.ones(1, np.float32)))


def test_the_histograms_are_those_of_the_gradients(log):
    for step in range(35):
        for column, one in enumerate(gradients(step)):
            expected = [0] * 32 if one is None else oracle.histogram(one)
            assert log.histograms[step, column].tolist() == expected, (step, column)


def test_norms_and_updates_of_the_variables_are_those_of_the_descent(log):
    for first, end in ((0, 25), (25, 35)):
        values = [np.ones(shape) for shape in SHAPES.values()]
        for step in range(first, end):
            for column, one in enumerate(gradients(step)):
                norm = np.linalg.norm(values[column])
                np.testing.assert_allclose(log["variable_norm"][step, column], norm, rtol=1e-5)
                change = np.zeros(values[column].shape)
                if one is not None and np.isfinite(one).all():
                    change = -0.01 * one.astype(np.float64)
                values[column] = values[column] + change
                ratio = np.linalg.norm(change) / norm
                if (step, first) != (34, 25):
                    found = log["update_ratio"][step, column]
                    np.testing.assert_allclose(found, ratio, rtol=1e-3, atol=1e-6)


def test_the_loss_and_the_global_norm_stand_beside_them(log):
    assert log["loss"].tolist() == [-step for step in range(35)]
    for step in range(35):
        known = [one for one in gradients(step) if one is not None]
        if all(np.isfinite(one).all() for one in known):
            expected = np.sqrt(sum(np.sum(one.astype(np.float64) ** 2) for one in known))
            np.testing.assert_allclose(log["global_norm"][step], expected, rtol=1e-5)
        else:
            assert np.isnan(log["global_norm"][step])
    assert np.isnan(log["learning_rate"]).all()


def test_the_counters_are_those_of_both_sessions(log):
    lived = [*range(30), *range(25, 35)]
    states = np.array([[oracle.state(one) for one in gradients(step)] for step in lived])
    totals = log.counters
    assert totals.steps.tolist() == [40, 40, 40]
    for name, state in (("null", 4), ("zero", 2), ("nonfinite", 3)):
        assert getattr(totals, name).tolist() == np.sum(states == state, axis=0).tolist()
    for column in range(3):
        sick = [step for step, row in zip(lived, states, strict=True) if row[column] != 1]
        assert totals.first_step[column] == min(sick)
        assert totals.last_step[column] == max(sick)
    assert (totals.clipped_steps, totals.skipped_steps, totals.lost_rows) == (0, 0, 0)


def test_the_incidents_are_the_first_sick_step_of_each_session(log):
    for incident, session, first, step in zip(
        log.incidents, log.sessions, (0, 25), (3, 31), strict=True
    ):
        assert incident.session == session
        assert incident.step == step
        assert incident.variables == tuple(SHAPES)
        assert incident.states.tolist() == [oracle.state(one) for one in gradients(step)]
        assert len(incident.norms) == step - first + 1
        for row, of in zip(incident.norms, range(first, step + 1), strict=True):
            expected = [np.linalg.norm(one.astype(np.float64)) for one in gradients(of)]
            np.testing.assert_allclose(row, expected, rtol=1e-5)


def test_the_tab_is_given_the_same_and_no_note(logdir, log):
    multiplexer = plugin_event_multiplexer.EventMultiplexer(
        tensor_size_guidance={"gradient_health": 1000}
    )
    multiplexer.AddRunsFromDirectory(str(logdir.parent))
    multiplexer.Reload()
    asked = RunQueries(data_provider.MultiplexerDataProvider(multiplexer, str(logdir.parent)))
    scope = Scope(RequestContext(), "")
    (summary,) = asked.runs(scope)
    assert (summary.run, summary.problem, summary.last_step) == ("run", None, 34)
    for name in ("status", *statistics.NAMES):
        matrix = asked.statistic(scope, logdir.name, name)
        np.testing.assert_array_equal(matrix.steps, log.steps)
        np.testing.assert_array_equal(matrix.wall_times, log.wall_times)
        np.testing.assert_array_equal(
            matrix.values, log.statuses if name == "status" else log[name]
        )
    # By now every statistic has been read.
    (summary,) = asked.runs(scope)
    assert summary.notes == ()


def test_a_process_without_tensorflow_reads_the_same(logdir, log, tmp_path):
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow" / "__init__.py").write_text("raise ImportError('Not installed.')\n")
    program = """
        import sys
        import numpy as np
        import tb_gradplugin as tbg
        log = tbg.read(sys.argv[1])
        np.savez(sys.argv[2], states=log.states, histograms=log.histograms, loss=log["loss"],
                 null=log.counters.null, norms=log.incidents[0].norms, **log.statistics)
    """
    package = pathlib.Path(tbg.__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(package)])}
    arrays = tmp_path / "arrays.npz"
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), logdir, arrays],
        env=environment,
        check=True,
    )
    with np.load(arrays) as read:
        np.testing.assert_array_equal(read["states"], log.states)
        np.testing.assert_array_equal(read["histograms"], log.histograms)
        np.testing.assert_array_equal(read["loss"], log["loss"])
        np.testing.assert_array_equal(read["null"], log.counters.null)
        np.testing.assert_array_equal(read["norms"], log.incidents[0].norms)
        for name in statistics.NAMES:
            np.testing.assert_array_equal(read[name], log[name])


@pytest.mark.filterwarnings(NULL_WARNING)
def test_what_a_fit_was_like_comes_back(tmp_path):
    model = models.with_unused_head(optimizer=keras.optimizers.SGD(0.25, global_clipnorm=1e-3))
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=2)
    log = tbg.read(tmp_path)
    steps = 2 * models.STEPS
    assert log.steps.tolist() == list(range(steps))
    assert [variable.name for variable in log.variables] == [
        variable.path for variable in model.trainable_variables
    ]
    unused = [log.column("two_heads/unused/kernel"), log.column("two_heads/unused/bias")]
    assert unused == [4, 5]
    assert (log.states[:, unused] == 4).all()
    assert (log.states[:, :4] == 1).all()
    np.testing.assert_array_equal(log["learning_rate"], np.full(steps, 0.25, np.float32))
    assert (log["loss"] > 0).all()
    np.testing.assert_allclose(log["clipped_global_norm"], 1e-3, rtol=1e-4)
    assert (log["global_norm"] > 1e-3).all()
    assert log.counters.clipped_steps == steps
    assert log.counters.null.tolist() == [0, 0, 0, 0, steps, steps]
    (incident,) = log.incidents
    assert (incident.step, incident.states.tolist()) == (0, [1, 1, 1, 1, 4, 4])


def test_summaries_in_the_style_of_tf_summary_come_back(tmp_path):
    variables = [tf.Variable(tf.ones(shape), name=name) for name, shape in SHAPES.items()]
    writer = tf.summary.create_file_writer(str(tmp_path))
    with writer.as_default():
        for step in range(5):
            given = [None if one is None else tf.constant(one) for one in gradients(step)]
            tbg.summary.gradients(given, variables, step=step, loss=step / 2)
    writer.close()
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == list(range(5))
    assert log["loss"].tolist() == [0, 0.5, 1, 1.5, 2]
    for step in range(5):
        for column, one in enumerate(gradients(step)):
            assert log.states[step, column] == oracle.state(one)
            assert log.histograms[step, column].tolist() == oracle.histogram(one)
            expected = oracle.statistics(one)["l2_norm"]
            np.testing.assert_allclose(log["l2_norm"][step, column], expected, rtol=2e-6)
    assert (log.sessions, log.incidents, log.notes) == ((), (), ())
