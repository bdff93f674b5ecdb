"""`wharfinger inventory`: what registries hold, from what the clouds' command lines print."""

import gzip
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from wharfinger.inventory.importers import aws, azure, gcp
from wharfinger.inventory.jsonl import STANDARD_INPUT
from wharfinger.inventory.line import Row, write
from wharfinger.inventory.source import Source
from wharfinger.spec.base import NAME, Cloud
from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.places import Place


def import_inventory(
    cloud: Cloud, registry: str, repository: str | None, files: Sequence[Path], output: Path | None
) -> None:
    """Write the images in the files as JSON lines, all or none, to a file or to standard output.

    Raises `SpecError` with what is wrong in each file, `OSError`, and `typer.BadParameter`.
    """
    if not NAME.fullmatch(registry):
        raise typer.BadParameter(f"`{registry}` can't be a registry's name", param_hint="--registry")
    if cloud == "azure" and not repository:
        why = "az doesn't print which repository it lists: name it here"
        raise typer.BadParameter(why, param_hint="--repository")
    rows, problems = list[Row](), list[Diagnostic]()
    for file in files:
        try:
            rows += _read(file, cloud, registry, repository or "")
        except SpecError as error:
            problems += error.diagnostics
    if problems:
        raise SpecError(problems)
    lines = (f"{write(row)}\n" for row in rows)
    if output is None:
        sys.stdout.writelines(lines)
    else:
        _write_whole(output, lines)


def _read(file: Path, cloud: Cloud, registry: str, repository: str) -> tuple[Row, ...]:
    source = _source(file)
    match cloud:
        case "aws":
            return aws.read_images(source, registry, repository)
        case "gcp":
            return gcp.read_images(source, registry, repository)
        case "azure":
            return azure.read_images(source, registry, repository)


def _source(file: Path) -> Source:
    standard = file == STANDARD_INPUT
    name = "standard input" if standard else str(file)
    content = sys.stdin.buffer.read() if standard else file.read_bytes()
    try:
        return Source(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        help_ = "save the file in the encoding UTF-8"
        raise SpecError([Diagnostic("this is not UTF-8 text", Place(name, 1, 1), help=help_)]) from None


def _write_whole(output: Path, lines: Iterable[str]) -> None:
    """Write a file that appears only when all of it is written; one that ends in `.gz` is compressed."""
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".wharfinger-") as folder:
        staged = Path(folder) / output.name
        opened = gzip.open if output.suffix == ".gz" else open
        with opened(staged, "wt", encoding="utf-8") as file:
            file.writelines(lines)
        staged.replace(output)
