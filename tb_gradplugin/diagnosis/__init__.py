"""Why a gradient is sick: plain Python over a model of the user's program."""
