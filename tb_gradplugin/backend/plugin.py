"""The plugin as TensorBoard sees it: routes, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tensorboard import context as tensorboard_context
from tensorboard import plugin_util
from tensorboard.plugins import base_plugin
from werkzeug import wrappers

from tb_gradplugin import __version__
from tb_gradplugin.backend import files, finding_answers, responses, verdict_answers
from tb_gradplugin.backend.queries import RunQueries
from tb_gradplugin.backend.tensors import Scope
from tb_gradplugin.health import thresholds
from tb_gradplugin.schema import histogram
from tb_gradplugin.schema.states import Status
from tb_gradplugin.schema.statistics import STATISTICS
from tb_gradplugin.schema.tags import PLUGIN_NAME

_STATIC = "/static/"


class GradientHealthPlugin(base_plugin.TBPlugin):
    """Serves the Gradient Health tab."""

    plugin_name = PLUGIN_NAME

    def __init__(self, context: base_plugin.TBContext):
        super().__init__(context)
        self._queries = RunQueries(context.data_provider, logdir=context.logdir)

    def get_plugin_apps(self) -> dict[str, Callable]:
        """The routes, relative to `data/plugin/gradient_health`."""
        handlers = {
            f"/{files.ENTRY}": self._entry,
            f"{_STATIC}*": self._static,
            "/runs": self._runs,
            "/variables": self._variables,
            "/statistic": self._statistic,
            "/curves": self._curves,
            "/histogram": self._histogram,
            "/findings": self._findings,
            "/verdicts": self._verdicts,
        }
        return {route: responses.application(handler) for route, handler in handlers.items()}

    def is_active(self) -> bool:
        """Whether any run has gradient health; False where that cannot be found out."""
        scope = Scope(tensorboard_context.RequestContext(), "")
        try:
            return self._queries.any_run(scope)
        except Exception:  # the list of all tabs depends on this answer
            return False

    def frontend_metadata(self) -> base_plugin.FrontendMetadata:
        """The module that shows the tab, and its name."""
        return base_plugin.FrontendMetadata(
            es_module_path=f"/{files.ENTRY}", tab_name="Gradient Health"
        )

    def _entry(self, request: wrappers.Request) -> wrappers.Response:
        return responses.file_response(request, *files.read(files.ENTRY))

    def _static(self, request: wrappers.Request) -> wrappers.Response:
        name = request.path.partition(_STATIC)[2]
        return responses.file_response(request, *files.read(name))

    def _runs(self, request: wrappers.Request) -> wrappers.Response:
        return responses.json_response(
            request,
            {
                "runs": [dataclasses.asdict(run) for run in self._queries.runs(_scope(request))],
                "statistics": [dataclasses.asdict(statistic) for statistic in STATISTICS],
                "statuses": [
                    {"code": int(status), "name": status.name.lower()} for status in Status
                ],
                # Powers of two: bin i goes from border i up to border i + 1.
                "histogram_borders": list(histogram.BORDERS),
                "thresholds": verdict_answers.of_thresholds(thresholds.DEFAULT),
                "version": __version__,
            },
        )

    def _variables(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        variables = self._queries.variables(_scope(request), run)
        return responses.json_response(
            request,
            {"run": run, "variables": [dataclasses.asdict(variable) for variable in variables]},
        )

    def _statistic(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        name = responses.parameter(request, "name")
        matrix = self._queries.statistic(_scope(request), run, name)
        return responses.matrix_response(request, matrix)

    def _curves(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        variable = responses.parameter(request, "variable")
        matrix = self._queries.curves(_scope(request), run, variable)
        return responses.matrix_response(request, matrix)

    def _histogram(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        variable = responses.parameter(request, "variable")
        matrix = self._queries.histogram(_scope(request), run, variable)
        return responses.matrix_response(request, matrix)

    def _findings(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        found = self._queries.findings(_scope(request), run)
        return responses.json_response(
            request,
            {
                "run": run,
                "findings": [finding_answers.answer(finding) for finding in found.findings],
                "notes": found.notes,
            },
        )

    def _verdicts(self, request: wrappers.Request) -> wrappers.Response:
        run = responses.parameter(request, "run")
        thresholds = verdict_answers.thresholds_of(request, but=("run",))
        found = self._queries.verdicts(_scope(request), run, thresholds)
        return responses.json_response(request, verdict_answers.answer(run, found, thresholds))


def _scope(request: wrappers.Request) -> Scope:
    return Scope(plugin_util.context(request.environ), plugin_util.experiment_id(request.environ))
