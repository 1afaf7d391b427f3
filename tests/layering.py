"""Who may import whom, as a table, and what reads the imports of a package."""

import ast
import dataclasses
import pathlib
from collections.abc import Iterator

PACKAGE = "tb_gradplugin"

ROOT = "(package root)"
"""Modules such as explain.py, which lie in the package and in no folder of it."""

ROWS = (
    ("cli",),
    ("backend", "recording"),
    (ROOT,),
    ("capture",),
    ("diagnosis", "health"),
    ("messages",),
    ("schema",),
)
"""A module imports its own folder and lower rows; folders of one row never each other."""

ROWS_OF_CAPTURE = (
    (ROOT,),
    ("comparing", "graphs", "keras_training"),
    ("state", "unread_variables"),
    ("program",),
    ("observing",),
    ("ops", "sources"),
)
"""The same inside of `capture`, whose root holds what is asked from outside."""

HOMES = {
    "tensorflow": ("recording", "capture"),
    "keras": ("recording", "capture"),
    "tf_keras": ("recording", "capture"),
    "tensorboard": ("backend", "cli"),
    "werkzeug": ("backend", "cli"),
}
"""Libraries that some folders only may import."""

FREE = frozenset({"__version__"})
"""Names of the package itself that every row may import."""

_DEPTH = {folder: depth for depth, row in enumerate(ROWS) for folder in row}

_DEPTH_IN_CAPTURE = {folder: depth for depth, row in enumerate(ROWS_OF_CAPTURE) for folder in row}


@dataclasses.dataclass(frozen=True)
class Import:
    """One imported name: `module` is dotted, `line` counts from 1."""

    module: str
    line: int


def violations(package: pathlib.Path) -> list[str]:
    """One sentence for each import below `package` that the table does not allow."""
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).parts
        folder = parts[0] if len(parts) > 1 else ROOT
        where = "/".join(parts)
        if folder not in _DEPTH:
            found.append(f"{where}: the folder {folder} is in no row")
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if parts == ("__init__.py",):
            # It hands out lazily what lies in higher rows, and names it for type checkers.
            tree = _without_type_checking(tree)
        module = ".".join((PACKAGE, *parts[:-1]))
        for one in imports(tree, module):
            problem = _problem(folder, one.module)
            if folder == "capture" and not problem:
                problem = _problem_in_capture(parts[1] if len(parts) > 2 else ROOT, one.module)
            if problem:
                found.append(f"{where}:{one.line}: {problem}")
    return found


def imports(tree: ast.AST, package: str) -> Iterator[Import]:
    """Every import of a module that lies in `package`, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and _is_dynamic(node.func):
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield Import(name.value, node.lineno)


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    ancestors = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*ancestors, *([node.module] if node.module else [])])


def _is_dynamic(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def _problem(folder: str, module: str) -> str | None:
    library, _, rest = module.partition(".")
    if library != PACKAGE:
        if library in HOMES and folder not in HOMES[library]:
            return f"{folder} imports {library}, which only {' and '.join(HOMES[library])} may"
        return None
    name = rest.split(".")[0]
    if name in FREE:
        return None
    return _upwards(_DEPTH, folder, name, module)


def _problem_in_capture(folder: str, module: str) -> str | None:
    if not module.startswith(f"{PACKAGE}.capture."):
        return None
    problem = _upwards(_DEPTH_IN_CAPTURE, folder, module.split(".")[2], module)
    return problem and f"capture: {problem}"


def _upwards(depths: dict[str, int], folder: str, name: str, module: str) -> str | None:
    target = name if name in depths else ROOT
    if target == folder or depths[target] > depths[folder]:
        return None
    direction = "beside" if depths[target] == depths[folder] else "above"
    return f"{folder} imports {module}, which lies {direction} it"


def _without_type_checking(tree: ast.Module) -> ast.Module:
    kept = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return ast.Module(kept, tree.type_ignores)
