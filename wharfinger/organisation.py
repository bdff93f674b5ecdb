"""An organisation read from its spec: loaded, checked, planned and compiled, or told in full why not."""

from dataclasses import dataclass
from pathlib import Path

from wharfinger.clouds.check import check_clouds
from wharfinger.clouds.compiled import CompiledPlan, compile_plan
from wharfinger.plan.resolve import resolve
from wharfinger.plan.rollback import check_rollback
from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.load import LoadedSpec, attempt
from wharfinger.spec.references import check_references


@dataclass(frozen=True, slots=True)
class Organisation:
    """A sound spec with its plan in every cloud's terms."""

    loaded: LoadedSpec
    compiled: CompiledPlan
    warnings: tuple[Diagnostic, ...]


def read(path: Path) -> Organisation:
    """The organisation of a spec file, or of the folder that holds `org.yaml`.

    Raises `SpecError` with everything that is wrong: what no cloud is asked about first, since a plan needs
    sound references, then what the clouds would refuse.
    """
    loaded, found = attempt(path)
    if loaded is None:
        raise SpecError(found)
    found = (*found, *check_references(loaded))
    _raise_errors(found)
    compiled = compile_plan(resolve(loaded.spec))
    found = (*found, *check_rollback(compiled.plan, loaded.places), *check_clouds(compiled, loaded.places))
    _raise_errors(found)
    return Organisation(loaded, compiled, found)


def _raise_errors(found: tuple[Diagnostic, ...]) -> None:
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise SpecError(found)
