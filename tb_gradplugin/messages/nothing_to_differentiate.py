"""What is said where a model's training step takes no gradients."""

_UNFREEZE = "set `trainable = True` on the layers that should learn, and compile it again"

NOT_HEARD = (
    "no gradient reached an optimizer of the model in its first training step, so no gradient "
    "health is recorded. GradientHealth listens to the `apply` of the Keras optimizers that are "
    "attributes of the model. For a training step that updates variables in another way use "
    "tb_gradplugin.GradientRecorder in it."
)
"""Of a `fit` whose model has trainable variables."""


def not_trainable(variables: int) -> str:
    """Of a `fit` whose model has no trainable variable.

    Args:
      variables: how many it has.
    """
    text = "the model has no trainable variables, so there are no gradients to record. "
    if not variables:
        return text + (
            "It has no variables at all. What Keras does not know of, such as a `tf.Variable`, is "
            "recorded by tb_gradplugin.GradientRecorder."
        )
    return text + f"{_none_of('its', variables).capitalize()}: {_UNFREEZE}."


def cannot_be_checked(name: str, variables: int) -> str:
    """Of such a model that is to be checked.

    Args:
      name: of the model.
      variables: how many it has.
    """
    must = "`model` must have a trainable variable"
    if not variables:
        return f"{must}. Received: model={name!r}, which has no variables"
    return f"{must}: {_UNFREEZE}. Received: model={name!r}, {_none_of('whose', variables)}"


def _none_of(whose: str, variables: int) -> str:
    if variables == 1:
        return f"{whose} only variable is not trainable"
    return f"none of {whose} {variables} variables is trainable"
