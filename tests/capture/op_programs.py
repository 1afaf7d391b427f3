"""Small functions of tensors whose ops cover the kinds of gradient that TensorFlow registers."""

import numpy as np
import tensorflow as tf

VECTOR = np.array([0.3, -0.7, 0.2, 0.9], np.float32)
POSITIVE = np.abs(VECTOR)
MATRIX = np.array([[0.5, 0.1], [0.2, 0.8]], np.float32)
IMAGE = np.linspace(0.1, 0.9, 48, dtype=np.float32).reshape(1, 4, 4, 3)
SCALAR = np.array([], np.int32)
WEIGHTS = np.ones((2, 2, 3, 2), np.float32)


def _sparse_dense(values, dense):
    sparse = tf.SparseTensor([[0, 0], [1, 1]], values[:2], [2, 2])
    return tf.sparse.sparse_dense_matmul(sparse, dense)


def _batch_norm(image, training):
    scale = tf.reduce_mean(image, [0, 1, 2])
    return tf.raw_ops.FusedBatchNormV3(
        x=image,
        scale=scale,
        offset=scale + 1,
        mean=scale * 2,
        variance=scale * 3,
        is_training=training,
    )[0]


def _lists(vector):
    array = tf.TensorArray(tf.float32, 4).unstack(vector)
    return array.write(1, array.read(0) * 2).stack()


def _raw_lists(vector):
    tensors = tf.raw_ops.TensorListFromTensor(tensor=vector, element_shape=SCALAR)
    first = tf.raw_ops.TensorListGetItem(
        input_handle=tensors, index=0, element_shape=SCALAR, element_dtype=tf.float32
    )
    changed = tf.raw_ops.TensorListSetItem(input_handle=tensors, index=1, item=first)
    pushed = tf.raw_ops.TensorListPushBack(input_handle=changed, tensor=first)
    left, _ = tf.raw_ops.TensorListPopBack(
        input_handle=pushed, element_shape=SCALAR, element_dtype=tf.float32
    )
    return tf.raw_ops.TensorListStack(
        input_handle=left, element_shape=SCALAR, element_dtype=tf.float32, num_elements=-1
    )


def _asserted(vector):
    tf.debugging.assert_less(vector, 2.0)
    return tf.identity(vector)


PROGRAMS = {
    "round": (tf.round, VECTOR),
    "floor_ceil_rint": (lambda x: (tf.floor(x), tf.math.ceil(x), tf.math.rint(x)), VECTOR),
    "argmax": (tf.argmax, VECTOR),
    "cast_to_int_and_back": (lambda x: tf.cast(tf.cast(x, tf.int32), tf.float32), VECTOR),
    "cast_to_other_floats": (
        lambda x: tf.cast(tf.cast(tf.cast(x, tf.float64), tf.bfloat16), tf.complex64),
        VECTOR,
    ),
    "stop_gradient": (tf.stop_gradient, VECTOR),
    "prevent_gradient_of_comparisons": (
        lambda x, y: (x > y, x == y, tf.not_equal(x, y)),
        VECTOR,
        VECTOR,
    ),
    "betainc": (tf.math.betainc, POSITIVE, POSITIVE, POSITIVE),
    "igamma": (tf.math.igamma, POSITIVE, POSITIVE),
    "zeta_polygamma": (
        lambda x: (tf.math.zeta(x + 2, x + 1), tf.math.polygamma(x, x + 1)),
        POSITIVE,
    ),
    "adjust_hue": (lambda x: tf.image.adjust_hue(x, 0.1), IMAGE),
    "adjust_saturation": (lambda x: tf.image.adjust_saturation(x, 0.5), IMAGE),
    "adjust_contrast": (lambda x: tf.image.adjust_contrast(x, 0.5), IMAGE),
    "hsv": (lambda x: tf.image.hsv_to_rgb(tf.image.rgb_to_hsv(x)), IMAGE),
    "top_k": (lambda x: tf.math.top_k(x, 2), VECTOR),
    "unique": (tf.unique, VECTOR),
    "one_hot": (lambda x, y: tf.one_hot(tf.argmax(x), 4, y[0], y[1]), VECTOR, VECTOR),
    "where_index": (tf.where, VECTOR),
    "where": (lambda x, y: tf.where(x > 0, x, y), VECTOR, VECTOR),
    "gather": (lambda x: (tf.gather(x, [0, 1]), tf.gather_nd(x, [[0], [1]])), VECTOR),
    "sign": (tf.sign, VECTOR),
    "cumulative": (lambda x: (tf.math.cumprod(x), tf.cumsum(x)), VECTOR),
    "maximum": (lambda x, y: (tf.maximum(x, y), tf.math.floormod(x, y), x // y), VECTOR, POSITIVE),
    "resize": (lambda x: tf.image.resize(x, [8, 8]), IMAGE),
    "resize_cubic": (lambda x: tf.image.resize(x, [8, 8], "bicubic"), IMAGE),
    "resize_area": (lambda x: tf.image.resize(x, [2, 2], "area"), IMAGE),
    "resize_nearest": (lambda x: tf.image.resize(x, [8, 8], "nearest"), IMAGE),
    "resize_gradient": (
        lambda x: tf.raw_ops.ResizeBilinearGrad(grads=x, original_image=x[:, :2, :2]),
        IMAGE,
    ),
    "crop_and_resize": (
        lambda x: tf.image.crop_and_resize(x, x[:1, 0, 0, :1] * [[0, 0, 1, 1.0]], [0], [2, 2]),
        IMAGE,
    ),
    "tensor_array": (_lists, VECTOR),
    "tensor_lists": (_raw_lists, VECTOR),
    "multinomial": (lambda x: tf.random.categorical(x, 2, dtype=tf.int32), MATRIX),
    "stateless_random": (
        lambda x: tf.random.stateless_uniform([4], [1, 2], -POSITIVE[0], x[0]),
        VECTOR,
    ),
    "random_gamma": (lambda x: tf.random.gamma([2], x), POSITIVE),
    "stateless_gamma": (lambda x: tf.random.stateless_gamma([4], [1, 2], x), POSITIVE),
    "poisson": (lambda x: tf.random.poisson([2], x), POSITIVE),
    "binomial": (lambda x: tf.random.stateless_binomial([4], [1, 2], 3.0, x), POSITIVE),
    "scatter_nd": (lambda x: tf.scatter_nd([[0], [2]], x[:2], [4]), VECTOR),
    "tensor_scatter": (lambda x, y: tf.tensor_scatter_nd_update(x, [[0]], y[:1]), VECTOR, VECTOR),
    "tensor_scatter_max": (lambda x, y: tf.tensor_scatter_nd_max(x, [[0]], y[:1]), VECTOR, VECTOR),
    "sparse_dense_matmul": (_sparse_dense, VECTOR, MATRIX),
    "sparse_sum": (
        lambda x: tf.sparse.reduce_sum(tf.SparseTensor([[0, 0], [1, 1]], x[:2], [2, 2])),
        VECTOR,
    ),
    "batch_norm_training": (lambda x: _batch_norm(x, True), IMAGE),
    "batch_norm_inference": (lambda x: _batch_norm(x, False), IMAGE),
    "convolution": (lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"), IMAGE, WEIGHTS),
    "pooling": (
        lambda x: (tf.nn.max_pool2d(x, 2, 2, "SAME"), tf.nn.avg_pool2d(x, 2, 2, "SAME")),
        IMAGE,
    ),
    "pooling_with_argmax": (lambda x: tf.nn.max_pool_with_argmax(x, 2, 2, "SAME"), IMAGE),
    "cross_entropy": (
        lambda x, y: tf.nn.softmax_cross_entropy_with_logits(tf.nn.softmax(y), x),
        MATRIX,
        MATRIX,
    ),
    "sparse_cross_entropy": (
        lambda x: tf.nn.sparse_softmax_cross_entropy_with_logits([0, 1], x),
        MATRIX,
    ),
    "ctc": (
        lambda x: tf.compat.v1.nn.ctc_loss(
            tf.SparseTensor([[0, 0], [1, 0]], [0, 0], [2, 1]), tf.stack([x, x]), [2, 2]
        ),
        MATRIX,
    ),
    "reductions": (
        lambda x: (
            tf.reduce_max(x),
            tf.reduce_prod(x),
            tf.reduce_any(x > 0),
            tf.math.reduce_std(x),
        ),
        VECTOR,
    ),
    "shapes": (lambda x: (tf.shape(x), tf.size(x), tf.rank(x), tf.zeros_like(x)), MATRIX),
    "fill_and_range": (
        lambda x: (tf.fill([2], x[0]), tf.range(x[0], 3.0), tf.linspace(x[0], x[1], 3)),
        VECTOR,
    ),
    "concat_and_split": (lambda x, y: tf.split(tf.concat([x, y], 0), 2), VECTOR, VECTOR),
    "stack_and_tile": (lambda x, y: tf.tile(tf.stack([x, y]), [2, 1]), VECTOR, VECTOR),
    "segments": (
        lambda x: (
            tf.math.segment_sum(x, [0, 0, 1, 1]),
            tf.math.segment_max(x, [0, 0, 1, 1]),
            tf.math.unsorted_segment_prod(x, [0, 0, 1, 1], 2),
        ),
        VECTOR,
    ),
    "sort": (lambda x: (tf.sort(x), tf.argsort(x)), VECTOR),
    "searchsorted": (lambda x, y: tf.searchsorted(tf.sort(x), y), VECTOR, VECTOR),
    "histogram": (lambda x: tf.histogram_fixed_width(x, [0.0, 1.0]), VECTOR),
    "bincount": (lambda x: tf.math.bincount([0, 1, 1, 2], weights=x), VECTOR),
    "linear_algebra": (
        lambda x: (
            tf.linalg.inv(x),
            tf.linalg.det(x),
            tf.linalg.qr(x),
            tf.linalg.svd(x),
            tf.linalg.expm(x),
        ),
        MATRIX,
    ),
    "eigen": (
        lambda x: (
            tf.linalg.eigh(x),
            tf.linalg.eigvals(x),
            tf.linalg.cholesky(x @ tf.transpose(x)),
        ),
        MATRIX,
    ),
    "fourier": (lambda x: tf.abs(tf.signal.fft(tf.cast(x, tf.complex64))), VECTOR),
    "quantize": (lambda x: tf.quantization.fake_quant_with_min_max_args(x), VECTOR),
    "quantize_with_range": (
        lambda x: tf.quantization.fake_quant_with_min_max_vars(x, x[0] - 1, x[1] + 1),
        VECTOR,
    ),
    "quantize_and_dequantize": (
        lambda x: tf.quantization.quantize_and_dequantize_v2(x, -1.0, 1.0),
        VECTOR,
    ),
    "clip": (lambda x: (tf.clip_by_value(x, -0.5, 0.5), tf.clip_by_norm(x, 1.0)), VECTOR),
    "bitcast": (lambda x: tf.bitcast(x, tf.int32), VECTOR),
    "bucketize": (lambda x: tf.raw_ops.Bucketize(input=x, boundaries=[0.0]), VECTOR),
    "nextafter": (tf.math.nextafter, VECTOR, VECTOR),
    "atan2": (
        lambda x, y: (tf.atan2(x, y), tf.pow(tf.abs(x), y), tf.math.xdivy(x, y)),
        VECTOR,
        VECTOR,
    ),
    "bessel": (lambda x: (tf.math.special.bessel_j0(x), tf.math.bessel_i0e(x)), VECTOR),
    "extract_patches": (
        lambda x: tf.image.extract_patches(x, [1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "SAME"),
        IMAGE,
    ),
    "non_max_suppression": (
        lambda x: tf.image.non_max_suppression(tf.stack([x, x]), x[:2], 1),
        VECTOR,
    ),
    "nan_checks": (lambda x: (tf.math.is_nan(x), tf.debugging.check_numerics(x, "x")), VECTOR),
    "as_string": (tf.strings.as_string, VECTOR),
    "assertion": (_asserted, VECTOR),
    "dynamic_partition": (lambda x: tf.dynamic_partition(x, [0, 1, 0, 1], 2), VECTOR),
    "dynamic_stitch": (lambda x: tf.dynamic_stitch([[0, 1, 2, 3]], [x]), VECTOR),
    "einsum": (lambda x, y: tf.einsum("ij,jk->ik", x, y), MATRIX, MATRIX),
    "lrn_and_dropout": (lambda x: tf.nn.dropout(tf.nn.lrn(x), 0.5), IMAGE),
    "lookup": (lambda x: tf.nn.embedding_lookup(x, [0, 1]), MATRIX),
    "set_size": (lambda x: tf.math.count_nonzero(x), VECTOR),
}
"""Name -> the function and the arrays it is called with."""
