"""Several tags side by side in one matrix."""

import numpy as np

from tb_gradplugin.backend.matrices import Matrix, Rows, aligned, merge

NAN = np.float32(np.nan)


def rows(columns, steps, wall_times, values):
    return Rows(
        np.array(columns, np.int64),
        np.array(steps, np.int64),
        np.array(wall_times, float),
        np.array(values, np.float32).reshape(len(steps), len(columns)),
    )


def test_one_table_is_its_matrix():
    merged = merge([rows([0, 1], [3, 4], [10, 11], [[1, 2], [3, 4]])], 2, NAN)
    np.testing.assert_array_equal(merged.steps, [3, 4])
    np.testing.assert_array_equal(merged.wall_times, [10, 11])
    np.testing.assert_array_equal(merged.values, [[1, 2], [3, 4]])
    assert merged.values.dtype == np.float32


def test_one_table_in_another_order_is_put_in_the_order_of_the_columns():
    merged = merge([rows([2, 0], [3], [10], [[1, 2]])], 3, NAN)
    np.testing.assert_array_equal(merged.values, [[2, np.nan, 1]])


def test_two_tables_fill_their_own_columns_of_the_same_step():
    merged = merge(
        [rows([0, 1], [3, 4], [10, 12], [[1, 2], [3, 4]]), rows([2], [4, 5], [13, 14], [5, 6])],
        3,
        NAN,
    )
    np.testing.assert_array_equal(merged.steps, [3, 4, 5])
    np.testing.assert_array_equal(merged.wall_times, [10, 13, 14])
    np.testing.assert_array_equal(merged.values, [[1, 2, np.nan], [3, 4, 5], [np.nan, np.nan, 6]])


def test_where_two_tables_fill_one_cell_the_one_written_later_stands():
    early = rows([0, 1], [7], [10], [[1, 2]])
    late = rows([1, 2], [7], [11], [[np.nan, 4]])
    for order in ([early, late], [late, early]):
        merged = merge(order, 3, NAN)
        np.testing.assert_array_equal(merged.values, [[1, np.nan, 4]])


def test_states_that_were_not_recorded_are_zero_and_stay_uint8():
    part = Rows(np.array([1]), np.array([5]), np.array([1.0]), np.array([[4]], np.uint8))
    merged = merge([part], 2, np.uint8(0))
    assert merged.values.dtype == np.uint8
    np.testing.assert_array_equal(merged.values, [[0, 4]])


def test_nothing_recorded_is_a_matrix_without_rows_that_knows_its_columns():
    merged = merge([], 4, NAN)
    assert merged.values.shape == (0, 4)
    assert merged.steps.shape == merged.wall_times.shape == (0,)
    assert merged.values.dtype == np.float32


def test_values_are_aligned_by_step_and_missing_rows_are_nan():
    matrix = Matrix(np.array([1, 3, 4]), np.zeros(3), np.array([[1], [3], [4]], np.float32))
    np.testing.assert_array_equal(aligned(matrix, np.array([0, 3, 4, 9]))[:, 0], [NAN, 3, 4, NAN])
    assert aligned(matrix, np.array([1, 3, 4])) is matrix.values


def test_what_stands_in_missing_rows_can_be_chosen_and_the_dtype_stays():
    matrix = Matrix(np.array([1]), np.zeros(1), np.array([[7]], np.uint8))
    values = aligned(matrix, np.array([0, 1]), 0)
    assert (values.dtype, values.tolist()) == (np.uint8, [[0], [7]])
