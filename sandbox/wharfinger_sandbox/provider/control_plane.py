"""A stand-in control plane: what one provider package answers, in plain values and without gRPC."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wharfinger_sandbox.provider.conformance import shape_problems
from wharfinger_sandbox.provider.difference import Change, changes
from wharfinger_sandbox.provider.model import MARK, UNKNOWN, Inputs, Outputs, Problem, ResourceModel, Stored
from wharfinger_sandbox.provider.packages import Package
from wharfinger_sandbox.provider.schema import properties_of, record_of
from wharfinger_sandbox.provider.store import Store
from wharfinger_sandbox.provider.view import View
from wharfinger_sandbox.provider.wire import has_unknown


class RefusalError(Exception):
    """The cloud would refuse this: the type token and the problems."""

    def __init__(self, token: str, problems: list[Problem]) -> None:
        super().__init__(token, problems)
        self.token = token
        self.problems = problems


@dataclass(frozen=True)
class Checked:
    """Inputs with the provider's defaults, and what is wrong with them."""

    inputs: Mapping[str, Any]
    problems: list[Problem]


@dataclass(frozen=True)
class Difference:
    """What changed, the top-level properties whose change replaces the resource, and the order of that."""

    changes: list[Change]
    replaced_by: frozenset[str]
    delete_first: bool


@dataclass(frozen=True)
class ControlPlane:
    """One provider package over the shared store, as one configured provider sees it."""

    package: Package
    store: Store
    config: Mapping[str, str]

    def check(self, token: str, inputs: Inputs) -> Checked:
        """All that can be said against the inputs without looking at what exists."""
        model = self._model(token)
        record = record_of(model.args)
        wrong = shape_problems(inputs, record)
        with self.looking() as view:
            complete = model.defaults(_without(inputs, wrong, properties_of(record)), view)
        if wrong:
            return Checked(inputs, wrong + model.check(complete))
        return Checked(complete, model.check(complete))

    def compare(self, token: str, resource_id: str, old: Inputs, new: Inputs) -> Difference:
        """What changed between two checked inputs of a resource, and what has to be replaced for it."""
        model = self._model(token)
        found = changes(old, new)
        changed = {change.property for change in found}
        with self.looking() as view:
            movers = _movers(model, view, resource_id, old, {name: new.get(name) for name in changed})
            replaced_by = frozenset(changed & model.replace_on | movers)
            keeps_id = bool(replaced_by) and not has_unknown(new) and model.identify(new, view) == resource_id
        return Difference(found, replaced_by, delete_first=keeps_id)

    def preview(self, token: str, resource_id: str, inputs: Inputs, known: Outputs) -> Outputs:
        """The outputs as far as they are known before the change; what is left out is not known yet.

        Before the resource exists (no id), nothing is known of what the cloud gives, as with real providers.
        """
        model = self._model(token)
        if not resource_id or has_unknown(inputs):
            completed = dict.fromkeys(inputs.keys() & model.completed, UNKNOWN)
            return {**known, **inputs, **completed}
        with self.looking() as view:
            return {**inputs, **model.outputs(resource_id, inputs, view)}

    def create(self, token: str, inputs: Inputs) -> Stored:
        """Make the resource exist; raises `RefusalError`."""
        model = self._model(token)
        with self._changing() as view:
            self._admit(model, inputs, view)
            resource_id = model.identify(inputs, view)
            if not model.adopts_existing and view.find(token, resource_id):
                raise RefusalError(token, [Problem("", f"{resource_id!r} already exists")])
            return self._put(model, resource_id, inputs, view)

    def update(self, token: str, resource_id: str, inputs: Inputs) -> Stored:
        """Change the resource; raises `RefusalError`."""
        model = self._model(token)
        with self._changing() as view:
            if view.find(token, resource_id) is None:
                gone = f"{resource_id!r} does not exist any more; `pulumi refresh` takes note of that"
                raise RefusalError(token, [Problem("", gone)])
            self._admit(model, inputs, view)
            return self._put(model, resource_id, inputs, view)

    def read(self, token: str, resource_id: str) -> Stored | None:
        """The resource as it is now, or None where it is gone."""
        self._model(token)
        with self.looking() as view:
            return view.find(token, resource_id)

    def delete(self, token: str, resource_id: str) -> None:
        """Delete the resource, which may be gone already; raises `RefusalError`."""
        model = self._model(token)
        with self._changing() as view:
            stored = view.find(token, resource_id)
            if stored is None:
                return
            problems = model.refuse_delete(stored, view) if model.refuse_delete else []
            if problems:
                raise RefusalError(token, problems)
            view.transaction.delete(token, resource_id)

    def _model(self, token: str) -> ResourceModel:
        model = self.package.models.get(token)
        if model is None:
            known = ", ".join(sorted(self.package.models))
            raise RefusalError(token, [Problem("", f"does not know the type {token}; it knows {known}")])
        return model

    def _admit(self, model: ResourceModel, inputs: Inputs, view: View) -> None:
        problems = model.admit(inputs, view)
        if problems:
            raise RefusalError(model.token, problems)

    def _put(self, model: ResourceModel, resource_id: str, inputs: Inputs, view: View) -> Stored:
        outputs = {
            **inputs,
            **model.outputs(resource_id, inputs, view),
            **_marks(view, model.token, resource_id),
        }
        stored = Stored(model.token, resource_id, inputs, outputs)
        view.transaction.put(stored)
        return stored

    @contextmanager
    def looking(self) -> Generator[View]:
        """The clouds at one moment, for rules that only read."""
        with self.store.reading() as transaction:
            yield View(self.config, transaction)

    @contextmanager
    def _changing(self) -> Generator[View]:
        with self.store.changing() as transaction:
            yield View(self.config, transaction)


def _without(inputs: Inputs, wrong: list[Problem], known: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that the rules can judge although some have the wrong shape: those count as not known."""
    faulty = {_top_level(problem.property) for problem in wrong}
    sound = {name: value for name, value in inputs.items() if name not in faulty}
    return sound | {name: UNKNOWN for name in faulty if name in known}


def _marks(view: View, token: str, resource_id: str) -> dict[str, Any]:
    """What the sandbox itself noted on the resource; that outlives updates."""
    stored = view.find(token, resource_id)
    noted = stored.outputs if stored else {}
    return {name: value for name, value in noted.items() if name.startswith(MARK)}


def _top_level(path: str) -> str:
    return path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]


def _movers(
    model: ResourceModel, view: View, resource_id: str, old: Inputs, changed: Mapping[str, Any]
) -> set[str]:
    """The properties whose change alone gives the resource another id."""
    if has_unknown(old) or model.identify(old, view) != resource_id:
        return set()
    return {
        name
        for name, value in changed.items()
        if not has_unknown(value) and model.identify(_with(old, name, value), view) != resource_id
    }


def _with(inputs: Inputs, name: str, value: Any) -> dict[str, Any]:
    rest = {key: item for key, item in inputs.items() if key != name}
    return rest if value is None else rest | {name: value}
