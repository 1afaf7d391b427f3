"""The way from the loss to a variable as a row of boxes, the cut marked."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.messages import ways
from tb_gradplugin.messages.notebook.style import NAME
from tb_gradplugin.messages.notebook.text import code, escaped
from tb_gradplugin.schema.findings import Step


def way(path: Sequence[Step], status: str) -> str:
    """The steps that the text has too; who hears it instead is told where the gradient ends.

    Args:
      path: from the loss to a variable; not empty.
      status: of the variable.
    """
    items = [_item("", _box(code("loss")))]
    is_behind = is_next = False
    for step in ways.shortened(path):
        classes = [f"{NAME}-unreached"] if is_behind and status == "null" else []
        if is_next:
            classes.append(f"{NAME}-behind")
            is_next = False
        if isinstance(step, int):
            items.append(_item(" ".join(classes), f"({step:,} more)"))
            continue
        box = _box(code(ways.said(step)), _place(step))
        if step.is_cut:
            classes.append(f"{NAME}-cut")
            ends = "the gradient ends here" if status == "null" else "the gradient turns here"
            box += f' <span class="{NAME}-ends">{ends}</span>'
            is_behind = is_next = True
        items.append(_item(" ".join(classes), box))
    return f'<ol class="{NAME}-way" aria-label="from the loss to a variable">{"".join(items)}</ol>'


def _item(classes: str, content: str) -> str:
    return f'<li class="{classes}">{content}</li>' if classes else f"<li>{content}</li>"


def _box(content: str, place: str = "") -> str:
    title = f' title="{escaped(place)}"' if place else ""
    return f'<span class="{NAME}-op"{title}>{content}</span>'


def _place(step: Step) -> str:
    name = step.op_name if step.op_type != "variable" else ""
    where = step.location.place if step.location else ""
    return " ".join(part for part in (name, where and f"({where})") if part)
