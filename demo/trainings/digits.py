"""The handwritten digits that come with scikit-learn: 1,797 images of 8 x 8 pixels."""

from __future__ import annotations

import dataclasses

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

BATCH_SIZE = 32
"""Images, or pairs of images, that every training of the demo takes in one step."""


@dataclasses.dataclass(frozen=True)
class Digits:
    """Images are float32 [images, 8, 8, 1] from 0 to 1, labels int64 [images] from 0 to 9."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray

    @property
    def steps_per_epoch(self) -> int:
        """Batches in which every training image comes once; the last one may be smaller."""
        return -(-len(self.train_images) // BATCH_SIZE)

    @property
    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """The images and labels with which a training is explained."""
        return self.train_images[:BATCH_SIZE], self.train_labels[:BATCH_SIZE]


def load() -> Digits:
    """Four fifths to learn from and one fifth to be tested with, the same ones every time."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 8, 8, 1)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=0.2, stratify=labels, random_state=0
    )
    return Digits(train_images, train_labels, test_images, test_labels)
