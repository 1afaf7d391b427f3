"""Lines that read one of two names alike, where another line reads it too and none the other."""

import pytest

from tb_gradplugin.diagnosis.text import in_its_place, syntax
from tests.diagnosis.text import sources

ARGUMENTS = {
    "a name beside it goes with the unread one": (
        "scale_t",
        """
        import tensorflow as tf
        def loss(sounds, words, scale_s, scale_t):
            by_sound = scale_s * tf.matmul(sounds, words)
            by_text = scale_s * tf.matmul(words, sounds)
            return by_sound + by_text
        """,
        ("scale_s", 4, 3),
    ),
    "words begin with the letters": (
        "scale_w",
        """
        def loss(sounds, words, scale_s, scale_w):
            by_word = scale_s * (words @ sounds)
            by_sound = scale_s * (sounds @ words)
            return by_sound + by_word
        """,
        ("scale_s", 2, 3),
    ),
    "initials of both names, on lines that do other things": (
        "text_scale",
        """
        def loss(sounds, words, sound_scale, text_scale):
            ss = tanh(sound_scale * sounds)
            ts = reduce_mean(square(words)) * sound_scale
            return ss + ts
        """,
        ("sound_scale", 3, 2),
    ),
    "beginnings of the words of both names": (
        "text_scale",
        """
        def loss(sounds, words, sound_scale, text_scale):
            t_sc = sound_scale * words
            s_sc = tanh(reduce_sum(sounds) * sound_scale)
            return s_sc + t_sc
        """,
        ("sound_scale", 2, 3),
    ),
    "names that have nothing in common": (
        "negative",
        """
        def triplet(anchor, positive, negative):
            d_pos = norm(anchor - positive)
            d_neg = norm(anchor - positive)
            return relu(d_pos - d_neg + 1.0)
        """,
        ("positive", 3, 2),
    ),
    "a name that stands for the same in both, whatever else is there": (
        "u_write",
        """
        def step(x, memory, u_forget, u_write, c_forget, c_write):
            forget = sigmoid(x @ u_forget + c_forget)
            kept = tanh((forget * memory) @ u_forget + c_write)
            return forget * kept
        """,
        ("u_forget", 3, 2),
    ),
    "arguments that are given by their place alone": (
        "x2",
        """
        def energy(x1, x2, /):
            p = square(x1)
            q = square(x1)
            return p + q
        """,
        ("x1", 3, 2),
    ),
    "lines that do the same": (
        "x2",
        """
        def energy(x1, x2):
            p = square(x1)
            q = square(x1)
            return p + q
        """,
        ("x1", 3, 2),
    ),
    "lines of which more than two read the other": (
        "w_o",
        """
        def attended(x, w_q, w_o, b_o):
            q = x @ w_q
            scores = q @ q
            out = scores @ w_q + b_o
            return out
        """,
        ("w_q", 4, 2),
    ),
    "a name that only has one token more": (
        "twin_q",
        """
        def loss(q, twin_q, target):
            error = square(q - target)
            twin_error = square(q - target)
            return error + twin_error
        """,
        ("q", 3, 2),
    ),
    "a line that has it twice": (
        "q2",
        """
        def smaller(q1, q2):
            return minimum(q1, q1)
        """,
        ("q1", 2, 2),
    ),
    "attributes that are given the wrong one": (
        "of_texts",
        """
        class Pair:
            def __init__(self, of_sounds, of_texts):
                self.sounds = of_sounds
                self.texts = of_sounds
        """,
        ("of_sounds", 4, 3),
    ),
}

SOUND_ARGUMENTS = {
    "no line goes with the token that one has more": (
        "twin_q",
        """
        def loss(q, twin_q, target):
            error = square(q - target)
            size = square(q - target)
            return error + size + twin
        """,
    ),
    "initials are of the unread name alone": (
        "text_scale",
        """
        def loss(sounds, words, sound_scale, text_scale):
            first = tanh(sound_scale * sounds)
            ts = reduce_mean(square(words)) * sound_scale
            return first + ts
        """,
    ),
    "initials of both stand on each line": (
        "text_scale",
        """
        def loss(ss, ts, sound_scale, text_scale):
            first = tanh(sound_scale * ss) + ts
            second = reduce_mean(square(ts) - ss) * sound_scale
            return first + second
        """,
    ),
    "initials are of several lines": (
        "text_scale",
        """
        def loss(sounds, words, sound_scale, text_scale):
            ss = tanh(sound_scale * sounds)
            ts = reduce_mean(square(words)) * sound_scale
            size = reduce_sum(ts * sound_scale)
            return ss + size
        """,
    ),
    "a square is made of one thing": (
        "q2",
        """
        def size(q1, q2):
            return q1 * q1
        """,
    ),
    "one state makes all gates": (
        "c_prev",
        """
        def step(h_prev, c_prev, w_i, w_f, w_c):
            i = sigmoid(h_prev @ w_i)
            f = sigmoid(h_prev @ w_f)
            c = tanh(h_prev @ w_c)
            return i * c + f
        """,
    ),
    "one input has several heads": (
        "x_b",
        """
        def heads(x_a, x_b, key, query):
            k = x_a @ key
            q = x_a @ query
            return k @ q
        """,
    ),
    "one thing has a mean and a spread": (
        "pred_b",
        """
        def loss(pred_a, pred_b):
            mean = reduce_mean(pred_a)
            spread = reduce_std(pred_a)
            return mean + spread
        """,
    ),
    "one is used for several": (
        "scale_t",
        """
        def loss(sounds, texts, scale_s, scale_t, shared):
            by_sound = scale_s * (sounds @ texts)
            by_text = scale_s * (texts @ sounds)
            return by_sound + by_text
        """,
    ),
    "names have nothing in common": (
        "weights",
        """
        def loss(labels, logits, weights):
            p = square(logits)
            q = square(logits)
            return p + q + labels
        """,
    ),
}

RESULTS = {
    "a result of a call made alike": """
        def loss(sounds, texts):
            of_sounds = listen(sounds)
            of_texts = read(texts)
            score_of_sounds = head(of_sounds)
            score_of_texts = head(of_sounds)
            return score_of_sounds + score_of_texts
""",
    "one of several": """
        def loss(sounds, texts):
            of_sounds, of_texts = \\
                encode(sounds, texts)
            score_of_sounds = head(of_sounds)
            score_of_texts = head(of_sounds)
            return score_of_sounds + score_of_texts
""",
}


def _of_argument(tmp_path, argument, source):
    file, text, ran = sources.written(tmp_path, source)
    first = next(number for number, line in enumerate(text, 1) if line.lstrip().startswith("def "))
    return in_its_place.of_argument(syntax.location(file, first + 1, ""), argument, ran)


@pytest.mark.parametrize("why", ARGUMENTS)
def test_the_line_that_reads_another_argument_is_told(why, tmp_path):
    argument, source, expected = ARGUMENTS[why]
    slip = _of_argument(tmp_path, argument, source)
    assert (slip.name, slip.line.line, slip.other.line) == expected


@pytest.mark.parametrize("why", SOUND_ARGUMENTS)
def test_an_argument_is_rightly_read_twice_where(why, tmp_path):
    assert _of_argument(tmp_path, *SOUND_ARGUMENTS[why]) is None


@pytest.mark.parametrize("why", RESULTS)
def test_the_line_that_reads_another_result_is_told(why, tmp_path):
    file, _, ran = sources.written(tmp_path, RESULTS[why])
    slip, made = in_its_place.of_result(syntax.location(file, 3, ""), ran)
    assert (slip.unread, slip.name, slip.line.line) == ("of_texts", "of_sounds", 5)
    assert made.line in (2, 3)


def test_a_result_that_is_made_in_another_way_is_no_sibling(tmp_path):
    source = RESULTS["a result of a call made alike"].replace("read(texts)", "texts + 1.0")
    file, _, ran = sources.written(tmp_path, source)
    assert in_its_place.of_result(syntax.location(file, 3, ""), ran) is None
