"""The histogram of magnitudes: its bins."""

import numpy as np

from tb_gradplugin.schema.histogram import BINS, BORDERS, VARIABLES_PER_CHUNK

SAMPLES = 1000
"""Events of a tag that TensorBoard keeps for this plugin."""


def test_the_bins_never_change():
    expected = (
        *(-126, -110, -94, -78, -61, -57, -53, -49, -45, -41, -37, -33, -29, -25, -22, -18),
        *(-14, -11, -8, -5, -2, 1, 4, 7, 10, 13, 16, 24, 32, 48, 64, 96, 128),
    )
    assert expected == BORDERS
    assert BINS == 32


def test_the_bins_cover_the_normal_numbers_of_float32_without_a_gap():
    assert list(BORDERS) == sorted(set(BORDERS))
    float32 = np.finfo(np.float32)
    assert 2.0 ** BORDERS[0] == float(float32.smallest_normal)
    assert 2.0 ** (BORDERS[-1] - 1) <= float(float32.max) < 2.0 ** BORDERS[-1]


def test_borders_stand_where_float16_rounds_to_zero_loses_digits_and_overflows():
    assert {-25, -14, 16} <= set(BORDERS)
    with np.errstate(over="ignore"):
        just_under = np.float16(np.nextafter(np.float32(2.0**-25), np.float32(0)))
        assert just_under == 0
        assert np.float16(1.01 * 2.0**-25) > 0
        assert np.float16(2.0**16) == np.inf
    assert np.finfo(np.float16).smallest_normal == 2.0**-14


def test_a_thousand_chunks_of_variables_stay_under_what_the_data_server_can_send():
    assert VARIABLES_PER_CHUNK * BINS * SAMPLES <= 200 * 2**20
