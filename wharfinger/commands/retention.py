"""`wharfinger retention`: what rules would do to images, before they do it."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import typer

from wharfinger.clouds.aws import evaluation as aws_evaluation
from wharfinger.clouds.aws import policy as aws_policy
from wharfinger.clouds.azure import evaluation as azure_evaluation
from wharfinger.clouds.azure import policy as azure_policy
from wharfinger.clouds.gcp import evaluation as gcp_evaluation
from wharfinger.clouds.gcp import policy as gcp_policy
from wharfinger.clouds.policy import PolicyError
from wharfinger.commands.progress import progress
from wharfinger.commands.selection import must_be_known
from wharfinger.inventory.jsonl import Inventory, read_inventory
from wharfinger.inventory.model import Image, Time, Verdict
from wharfinger.organisation import Organisation, read
from wharfinger.render.document import lines, text
from wharfinger.render.retention_change import change_document, change_lines, change_markdown
from wharfinger.render.simulation import (
    outcome_document,
    outcome_lines,
    simulation_document,
    simulation_lines,
)
from wharfinger.render.table import terminal_width
from wharfinger.simulation.change import compare
from wharfinger.simulation.outcome import sum_up
from wharfinger.simulation.simulate import simulate
from wharfinger.spec.base import Cloud


def simulate_retention(
    spec: Path,
    inventory: Path,
    repository: str | None,
    at: str | None,
    format: Literal["table", "json"],  # noqa: A002
) -> int:
    """Print what the spec's retention would delete; 1 where something would go that must not.

    Raises `SpecError` for the spec or the inventory, and `typer.BadParameter`.
    """
    organisation, moment = read(spec), _moment(at)
    _check_repository(repository, organisation)
    held = _read(inventory)
    with progress("simulating", _images(held)) as done:
        found = simulate(organisation.compiled, held, moment, repository, done)
    if format == "json":
        typer.echo(text(simulation_document(found)))
    else:
        typer.echo("\n".join(simulation_lines(found, terminal_width())))
    return 1 if found.dangers else 0


def compare_retention(
    old: Path,
    new: Path,
    inventory: Path,
    at: str | None,
    format: Literal["table", "markdown", "json"],  # noqa: A002
) -> int:
    """Print what a change of the spec would newly delete or keep; 1 where something newly must not go.

    Raises `SpecError` for a spec or the inventory, and `typer.BadParameter`.
    """
    before, after, moment = read(old), read(new), _moment(at)
    held = _read(inventory)
    with progress("comparing", _images(held)) as done:
        change = compare(before.compiled, after.compiled, held, moment, done)
    match format:
        case "json":
            typer.echo(text(change_document(change)))
        case "markdown":
            typer.echo("\n".join(change_markdown(change)))
        case "table":
            typer.echo("\n".join(change_lines(change, terminal_width())))
    return 1 if change.dangers else 0


def evaluate_policy(
    cloud: Cloud,
    policy: Path,
    inventory: Path,
    at: str | None,
    format: Literal["table", "json"],  # noqa: A002
    *,
    immutable_tags: bool,
) -> None:
    """Print what a native document would delete from each repository of an inventory, whoever wrote it.

    Raises `SpecError` for the inventory, and `typer.BadParameter` for a document that its cloud would refuse.
    """
    evaluate = _evaluator(cloud, policy, immutable_tags)
    moment, held = _moment(at), _read(inventory)
    with progress("evaluating", _images(held)) as done:
        outcomes = []
        for (registry, repository), images in held.repositories.items():
            verdicts = evaluate(repository, images, moment)
            outcomes.append(sum_up(registry, repository, images, verdicts))
            done(len(images))
    if format == "json":
        typer.echo(lines(map(outcome_document, outcomes)))
    else:
        typer.echo("\n".join(outcome_lines(outcomes, moment, terminal_width())))


_Evaluate = Callable[[str, Sequence[Image], Time], list[Verdict]]
"""From a repository's name and images, and a time."""


def _evaluator(cloud: Cloud, policy: Path, immutable_tags: bool) -> _Evaluate:
    document = policy.read_text(encoding="utf-8")
    try:
        match cloud:
            case "aws":
                lifecycle = aws_policy.read_policy(document)
                return lambda _, images, at: aws_evaluation.evaluate(lifecycle, images, at)
            case "gcp":
                cleanup = gcp_policy.read_policy(document)
                return lambda _, images, at: gcp_evaluation.evaluate(
                    cleanup, images, at, immutable_tags=immutable_tags
                )
            case "azure":
                purges = azure_policy.read_policy(document)
                return lambda name, images, at: azure_evaluation.evaluate(purges, name, images, at)
    except PolicyError as error:
        problems = "".join(f"\n- {problem}" for problem in error.problems)
        raise typer.BadParameter(f"{policy} would be refused: {problems}", param_hint="--policy") from None


def _read(inventory: Path) -> Inventory:
    size = inventory.stat().st_size if inventory.is_file() else 0
    with progress("reading", size) as done:
        return read_inventory(inventory, done)


def _images(inventory: Inventory) -> int:
    return sum(map(len, inventory.repositories.values()))


def _check_repository(repository: str | None, organisation: Organisation) -> None:
    if repository is not None:
        known = {str(one.placement.repository) for one in organisation.compiled.placements}
        must_be_known(repository, sorted(known), "--repository")


def _moment(at: str | None) -> Time:
    """The time that is asked for, or now. Raises `typer.BadParameter` where it has no zone."""
    if at is None:
        return time.time()
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        example = "2026-12-31T00:00:00Z"
        raise typer.BadParameter(f"`{at}` is no time with a zone, such as {example}", param_hint="--at")
    return found.timestamp()
