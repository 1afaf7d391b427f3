"""The size of a tensor, against float64 NumPy and exact fractions."""

import math

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture.ops import measured_tensors

RANDOM = np.random.default_rng(1)


def plainly(array):
    """Each number by its definition, in float64, of what is finite."""
    array = np.asarray(array)
    wide = np.abs(array) if np.iscomplexobj(array) else array.astype(np.float64)
    finite = wide[np.isfinite(wide)].ravel()
    sizes = np.abs(finite)
    dtype = array.dtype if array.dtype.itemsize >= 4 else np.dtype(np.float32)
    nonzero = sizes[sizes >= np.finfo(dtype).tiny]
    return {
        "elements": array.size,
        "norm": math.hypot(*finite) if finite.size else 0.0,
        "max_abs": nonzero.max(initial=0.0),
        "min_abs_nonzero": nonzero.min(initial=np.inf) if nonzero.size else 0.0,
        "zero_share": (finite.size - nonzero.size) / array.size,
        "nan_count": int(np.isnan(wide).sum()),
        "inf_count": int(np.isinf(wide).sum()),
        "min": finite.min() if finite.size else 0.0,
        "max": finite.max() if finite.size else 0.0,
    }


ARRAYS = {
    "ordinary": RANDOM.normal(size=(30, 40)).astype(np.float32),
    "longer_than_one_chunk": RANDOM.normal(size=(3, 10_001)).astype(np.float32),
    "squares_would_vanish": np.full((7,), 1e-25, np.float32),
    "squares_would_overflow": np.array([3e30, -4e30], np.float32),
    "float64_at_its_edge": np.array([3e300, -4e300, 0.0]),
    "half": np.array([6e-8, 1.0, -65504.0, 0.0], np.float16),
    "zeros": np.zeros((3, 3), np.float32),
    "many_zeros": np.where(RANDOM.random(5000) < 0.5, 0, RANDOM.normal(size=5000)).astype("f4"),
    "subnormals": np.array([1e-40, 2.0, -3e-39, 1.2e-38], np.float32),
    "one_nan": np.array([[1.0, np.nan], [-2.0, 0.0]], np.float32),
    "infinities": np.array([np.inf, -np.inf, np.nan, 5.0]),
    "nothing_finite": np.array([np.inf, np.nan], np.float32),
    "complex": np.array([3 + 4j, 0, 1j], np.complex64),
    "scalar": np.array(-2.5, np.float32),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_every_number_is_what_its_definition_gives_in_float64(name):
    found = measured_tensors.of_tensor(tf.constant(ARRAYS[name]))
    for field, expected in plainly(ARRAYS[name]).items():
        assert getattr(found, field) == pytest.approx(expected, rel=1e-6, abs=0), field


def test_the_norm_is_sound_where_float32_has_none():
    assert measured_tensors.of_tensor(tf.fill([4], 1e-25)).norm == pytest.approx(2e-25)
    assert measured_tensors.of_tensor(tf.fill([4], 1e30)).norm == pytest.approx(2e30)


def test_bfloat16_is_measured_as_what_it_holds():
    found = measured_tensors.of_tensor(tf.constant([1.0, -3.0, 0.0], tf.bfloat16))
    assert (found.norm, found.min, found.max) == (pytest.approx(math.sqrt(10)), -3.0, 1.0)


def test_a_tensor_without_elements_has_no_size_and_is_not_zero():
    found = measured_tensors.of_tensor(tf.zeros([0, 3]))
    assert (found.elements, found.norm, found.zero_share, found.is_zero) == (0, 0.0, 0.0, False)


def test_rows_of_slices_are_added_up_and_the_other_rows_are_zeros():
    values = tf.constant([[1.0, 2.0], [3.0, 0.0], [-1.0, -2.0]])
    slices = tf.IndexedSlices(values, tf.constant([4, 1, 4]), tf.constant([6, 2]))
    dense = tf.convert_to_tensor(slices)
    assert measured_tensors.of_slices(slices, (6, 2)) == measured_tensors.of_tensor(dense)


def test_slices_without_rows_are_all_zeros():
    slices = tf.IndexedSlices(
        tf.zeros([0, 2]), tf.zeros([0], tf.int32), dense_shape=tf.constant([6, 2])
    )
    found = measured_tensors.of_slices(slices, (6, 2))
    assert (found.elements, found.zero_share, found.is_zero) == (12, 1.0, True)


def test_slices_that_do_not_tell_their_shape_have_that_of_the_variable():
    slices = tf.IndexedSlices(tf.ones([1, 2]), tf.constant([0]))
    assert measured_tensors.of_slices(slices, (5, 2)).elements == 10


def test_means_over_finite_elements_do_not_grow_with_their_number():
    assert measured_tensors.of_tensor(tf.fill([9], 2.0)).rms == pytest.approx(2.0)
    assert measured_tensors.of_tensor(tf.constant([np.nan, 2.0])).rms == pytest.approx(2.0)
