"""What a stack declares in Azure Container Registry, from native arguments."""

import base64

import pytest
import yaml
from wharfinger_components.declare.azure import declare_registry

from tests.organisations import ACR, compiled, team
from wharfinger.clouds.azure.policy import read_policy

RESOURCE = "azure-native:resources:Resource"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
IDENTITY = {"type": "SystemAssigned", "principalId": "22222222-2222-2222-2222-222222222222", "tenantId": "t"}


@pytest.fixture
def declared(declare):
    """What is declared for a registry with these repositories of one team."""

    def declared(repositories):
        found = compiled(registries={"acr": ACR}, teams={"payments": team(repositories)})
        native = found.registries["acr"].native
        return native, declare(lambda: declare_registry("acr", native), {RESOURCE: {"identity": IDENTITY}})

    return declared


def test_the_task_runs_the_commands_of_its_team_and_observes_where_it_is_told_to(declared):
    native, found = declared({"api": {"retention": {"rollout": "observe"}}, "web": {}})
    (task,) = [one for one in found.all(RESOURCE) if one.inputs["resourceType"] == "tasks"]
    text = base64.b64decode(task.inputs["properties"]["step"]["encodedTaskContent"]).decode()
    assert {step["timeout"] for step in yaml.safe_load(text)["steps"]} == {3_600}
    assert read_policy(text) == read_policy("\n".join(native.purges[0].commands))
    assert [purge.dry_run for purge in read_policy(text)] == [True, False]


@pytest.mark.parametrize(("name", "lists"), [("web", False), ("web.eu", True)])
def test_the_task_may_list_repositories_only_where_it_must(declared, name, lists):
    _, found = declared({"api": {}, name: {}})
    rights = {grant.name for grant in found.all(ASSIGNMENT) if "purge" in grant.name}
    assert {right.rpartition("-")[2] for right in rights} == {"delete", *(["list"] if lists else [])}
