"""What a program in any other language sees of the components."""

import pytest
from pulumi.provider.experimental.analyzer import Analyzer, PropertyDefinition
from pulumi.provider.experimental.component import ComponentProvider
from wharfinger_components import aws, azure, gcp

COMPONENTS = [
    aws.EcrRegistry,
    aws.EcrRepository,
    gcp.GarRegistry,
    gcp.GarRepository,
    azure.AcrGrant,
    azure.AcrPurge,
    azure.AcrRegistry,
    azure.AcrRepository,
]

SCHEMA = {
    "EcrRegistry": ("region scanning", "replication", "registryId region"),
    "EcrRepository": (
        "repositoryName region immutability scanOnPush",
        (
            "immutabilityExclusions kmsKey lifecyclePolicy repositoryPolicy forceDelete"
            " deleteProtection retainOnDelete tags"
        ),
        "arn registryId repositoryName pushUrl pullUrl",
    ),
    "GarRegistry": ("project location enableServices", "", "registryUrl"),
    "GarRepository": (
        "project location repositoryId immutableTags vulnerabilityScanning",
        (
            "description kmsKeyName cleanupPolicies cleanupPolicyDryRun labels readers writers image"
            " deleteProtection retainOnDelete"
        ),
        "repository pushUrl pullUrl",
    ),
    "AcrGrant": (
        "registryId principalId principalType access repositories",
        "prefixes",
        "roleAssignmentName",
    ),
    "AcrPurge": (
        "subscriptionId resourceGroup registryName location taskName commands schedule timeoutSeconds",
        "repositories listsRepositories tags",
        "taskId",
    ),
    "AcrRegistry": (
        "subscriptionId resourceGroup registryName location sku replicas defender",
        (
            "encryption publicNetworkAccess networkBypassForTasks armAudienceTokens zoneRedundancy"
            " dataEndpoint tags deleteProtection retainOnDelete"
        ),
        "registryId loginServer",
    ),
    "AcrRepository": ("registryId loginServer repositoryName", "readers writers", "pushUrl pullUrl"),
}

TYPES = {
    "EcrScanning": ("scanType rules", ""),
    "EcrScanningRule": ("scanFrequency filters", ""),
    "EcrReplicationRule": ("destinations prefixes", ""),
    "EcrReplicationDestination": ("region registryId", ""),
    "GarCleanupPolicy": ("id action", "condition mostRecentVersions"),
    "GarCleanupCondition": (
        "",
        "tagState tagPrefixes versionNamePrefixes packageNamePrefixes olderThan newerThan",
    ),
    "GarMostRecentVersions": ("keepCount", "packageNamePrefixes"),
    "AcrEncryption": ("keyIdentifier identityResourceId identityClientId", ""),
    "AcrPrincipal": ("principalId principalType", "name"),
}


@pytest.fixture(scope="module")
def analysed():
    return Analyzer("wharfinger").analyze(COMPONENTS)


def names(properties: dict[str, PropertyDefinition], *, optional: bool) -> set[str]:
    return {name for name, definition in properties.items() if definition.optional is optional}


def test_every_component_is_in_the_table_and_the_other_way_round(analysed):
    assert set(analysed["component_definitions"]) == set(SCHEMA)
    assert set(analysed["type_definitions"]) == set(TYPES)


@pytest.mark.parametrize("component", SCHEMA)
def test_a_component_takes_and_gives_what_the_table_says(analysed, component):
    definition = analysed["component_definitions"][component]
    required, optional, outputs = (set(text.split()) for text in SCHEMA[component])

    assert names(definition.inputs, optional=False) == required
    assert names(definition.inputs, optional=True) == optional
    assert set(definition.outputs) == outputs


@pytest.mark.parametrize("type_name", TYPES)
def test_a_nested_type_has_the_fields_that_the_table_says(analysed, type_name):
    definition = analysed["type_definitions"][type_name]
    required, optional = (set(text.split()) for text in TYPES[type_name])

    assert names(definition.properties, optional=False) == required
    assert names(definition.properties, optional=True) == optional


def test_everything_is_described(analysed):
    components = analysed["component_definitions"].values()
    types = analysed["type_definitions"].values()
    described = {
        **{definition.name: definition.description for definition in (*components, *types)},
        **{
            f"{definition.name}.{name}": field.description
            for definition in components
            for name, field in (definition.inputs | definition.outputs).items()
        },
        **{
            f"{definition.name}.{name}": field.description
            for definition in types
            for name, field in definition.properties.items()
        },
    }

    assert [name for name, text in described.items() if not text] == []


def test_one_package_can_provide_all_of_them():
    provider = ComponentProvider(COMPONENTS, "wharfinger")

    for component in COMPONENTS:
        provider.validate_resource_type("wharfinger", f"wharfinger:index:{component.__name__}")
