"""What the tests of the demo share."""

from tests.demo_runs import trained_demo

__all__ = ["trained_demo"]
