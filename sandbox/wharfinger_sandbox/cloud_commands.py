"""`wharfinger-sandbox cloud`: look at the stand-in clouds and alter them behind the engine's back."""

import json
from typing import Annotated, Any

import typer

from wharfinger_sandbox import console, drift, home
from wharfinger_sandbox.errors import SandboxError
from wharfinger_sandbox.provider.store import Store

Token = Annotated[str, typer.Argument(help="The type token, such as aws:ecr/repository:Repository.")]
Id = Annotated[str, typer.Argument(help="The resource's id in its cloud.")]

clouds = typer.Typer(
    help="Look at the stand-in clouds, and alter them behind the engine's back.", no_args_is_help=True
)


@clouds.command("list")
def list_(token: Annotated[str | None, typer.Argument(help="Only resources of this type.")] = None) -> None:
    """List what exists."""
    with _store().reading() as transaction:
        console.show_resources(transaction.each(token))


@clouds.command()
def show(token: Token, resource_id: Id) -> None:
    """Show one resource as JSON."""
    console.show_resource(drift.look_up(_store(), token, resource_id))


@clouds.command("set")
def set_(
    token: Token,
    resource_id: Id,
    values: Annotated[list[str], typer.Argument(help="property=JSON; null removes the property.")],
) -> None:
    """Change properties without asking the cloud's rules; `pulumi refresh` then finds the drift."""
    drift.alter(_store(), token, resource_id, dict(map(_parsed, values)))
    console.remark(f"Altered {resource_id} in the stand-in cloud; the engine does not know of it yet.")


@clouds.command()
def delete(token: Token, resource_id: Id) -> None:
    """Delete a resource without asking the cloud's rules."""
    drift.remove(_store(), token, resource_id)
    console.remark(f"Deleted {resource_id} in the stand-in cloud; the engine does not know of it yet.")


def _store() -> Store:
    return Store(home.current().clouds)


def _parsed(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise SandboxError(f"{text!r} is not property=JSON, such as forceDelete=true")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError as error:
        raise SandboxError(
            f"{name}: {value} is not JSON ({error}); a text needs quotes: '\"{value}\"'"
        ) from error
