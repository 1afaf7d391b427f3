"""What a number was at first: the median of the first five rows on which it is known."""

import numpy as np
import pytest

from tb_gradplugin.health.opening import Opening


@pytest.mark.parametrize("seed", range(20))
def test_it_is_known_from_the_fifth_row_on_in_whatever_blocks_the_rows_come(seed):
    random = np.random.default_rng(seed)
    values = random.random((20, 3)).astype(np.float32)
    values[random.random((20, 3)) < 0.3] = np.nan
    opening = Opening(3)
    cuts = random.integers(1, 20, 3)
    found = np.concatenate([opening.medians(some) for some in np.split(values, np.sort(cuts))])
    for column in range(3):
        known = np.flatnonzero(~np.isnan(values[:, column]))
        expected = np.full(20, np.nan)
        if len(known) >= 5:
            expected[known[4] :] = np.median(values[known[:5], column])
        np.testing.assert_array_equal(found[:, column], expected.astype(np.float32))
