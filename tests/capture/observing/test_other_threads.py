"""What threads of the program compute is seen, and that no tape saw it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import W, line_of, of_type

ROWS = [tf.constant([1.0, 2.0]), tf.constant([0.5, -1.0])]


def task(row):
    return tf.reduce_sum(row * W)  # <- task


def by_new_pool():
    with ThreadPoolExecutor(max_workers=2) as pool:
        return tf.add_n(list(pool.map(task, ROWS)))


def by_pool_of_processes_library():
    with ThreadPool(2) as pool:
        return tf.add_n(pool.map(task, ROWS))


def by_thread():
    results = []
    thread = threading.Thread(target=lambda: results.append(task(ROWS[0])))
    thread.start()
    thread.join()
    return results[0] * 2.0


@pytest.mark.parametrize("loss_fn", [by_new_pool, by_pool_of_processes_library, by_thread])
def test_ops_of_another_thread_are_not_recorded_and_have_their_line(loss_fn):
    program = eager_run.observed(loss_fn, [W])
    sums = of_type(program, "Sum")
    assert sums
    assert {node.passes for node in sums} == {(False, False)}
    assert {node.locations[0].line for node in sums} == {line_of(__file__, "task")}
    # Below the lines of the task stand those that handed it over.
    handing = {node.locations[node.detail["lines_of_thread"]].function for node in sums}
    assert handing == {loss_fn.__name__}
    (asked,) = program.asked
    assert any(asked.value in node.inputs for node in program.nodes)
    # The results lead to the loss.
    assert set(program.nodes[-1].inputs) & {node.outputs[0] for node in sums}


def test_a_pool_that_is_older_than_the_evaluation_is_heard_and_left_as_it_was():
    patched = (threading.Thread.start, threading.Thread.run, ThreadPoolExecutor.submit)
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(int).result()
        program = eager_run.observed(lambda: pool.submit(task, ROWS[0]).result(), [W])
        (node,) = of_type(program, "Sum")
        assert node.locations[node.detail["lines_of_thread"]].function == "<lambda>"
        seen = len(program.nodes)
        pool.submit(task, ROWS[0]).result()
        assert len(program.nodes) == seen
    now = (threading.Thread.start, threading.Thread.run, ThreadPoolExecutor.submit)
    assert now == patched


def test_what_a_task_raises_is_raised_to_the_program():
    def fail():
        raise ValueError("no such row")

    def loss_fn():
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(fail).result()

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == "ValueError: no such row"


def test_ops_of_the_evaluation_itself_are_none_of_another_thread():
    program = eager_run.observed(lambda: task(ROWS[0]), [W])
    assert not any("lines_of_thread" in node.detail for node in program.nodes)
