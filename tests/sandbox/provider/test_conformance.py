import pytest
from wharfinger_sandbox.provider.conformance import shape_problems
from wharfinger_sandbox.provider.model import UNKNOWN, Problem
from wharfinger_sandbox.provider.schema import record_of

ECR = record_of("pulumi_aws.ecr:RepositoryArgs")
GAR = record_of("pulumi_gcp.artifactregistry:RepositoryArgs")
ACR = record_of("pulumi_azure_native.containerregistry:RegistryArgs")
PLAIN_GAR = {"format": "DOCKER", "repositoryId": "app"}
PLAIN_ACR = {"resourceGroupName": "rg", "sku": {"name": "Premium"}}


@pytest.mark.parametrize(
    ("record", "inputs"),
    [
        pytest.param(ECR, {}, id="nothing is required of ECR"),
        pytest.param(ECR, {"name": "app", "forceDelete": True, "tags": {"a.b": "c"}}, id="scalars and a map"),
        pytest.param(ECR, {"imageScanningConfiguration": {"scanOnPush": True}}, id="an object"),
        pytest.param(ECR, {"encryptionConfigurations": [{"kmsKey": UNKNOWN}]}, id="unknown deep inside"),
        pytest.param(ECR, {"tags": UNKNOWN, "imageScanningConfiguration": UNKNOWN}, id="unknown at the top"),
        pytest.param(GAR, PLAIN_GAR | {"virtualRepositoryConfig": {}}, id="an empty object"),
        pytest.param(ACR, PLAIN_ACR | {"publicNetworkAccess": "Disabled"}, id="a value of an enumeration"),
    ],
)
def test_inputs_of_the_right_shape_pass(record, inputs):
    assert shape_problems(inputs, record) == []


@pytest.mark.parametrize(
    ("record", "inputs", "path", "reason"),
    [
        pytest.param(
            ECR,
            {"imageTagMutabilty": "x"},
            "imageTagMutabilty",
            "there is no property 'imageTagMutabilty'; did you mean 'imageTagMutability'?",
            id="a misspelt property",
        ),
        pytest.param(
            ECR,
            {"image_tag_mutability": "x"},
            "image_tag_mutability",
            "there is no property 'image_tag_mutability'; did you mean 'imageTagMutability'?",
            id="a Python name",
        ),
        pytest.param(
            ECR,
            {"imageScanningConfiguration": {"zzz": True, "scanOnPush": True}},
            "imageScanningConfiguration.zzz",
            "there is no property 'zzz'; allowed are scanOnPush",
            id="nothing comes near",
        ),
        pytest.param(
            ECR, {"forceDelete": "true"}, "forceDelete", "must be true or false, but is 'true'", id="boolean"
        ),
        pytest.param(ECR, {"name": 3}, "name", "must be a text, but is 3", id="text"),
        pytest.param(ECR, {"tags": ["a"]}, "tags", "must be a map, but is ['a']", id="map"),
        pytest.param(ECR, {"tags": {"a.b": 1}}, 'tags["a.b"]', "must be a text, but is 1", id="map value"),
        pytest.param(
            ECR,
            {"encryptionConfigurations": {"kmsKey": "k"}},
            "encryptionConfigurations",
            "must be a list, but is {'kmsKey': 'k'}",
            id="list",
        ),
        pytest.param(
            ECR,
            {"encryptionConfigurations": [{}, "AES256"]},
            "encryptionConfigurations[1]",
            "must be an object, but is 'AES256'",
            id="object in a list",
        ),
        pytest.param(GAR, {"format": "DOCKER"}, "repositoryId", "is required but missing", id="required"),
        pytest.param(
            GAR,
            PLAIN_GAR | {"cleanupPolicies": [{}]},
            "cleanupPolicies[0].id",
            "is required but missing",
            id="required deep inside",
        ),
        pytest.param(
            GAR,
            PLAIN_GAR | {"cleanupPolicies": [{"id": "a", "mostRecentVersions": {"keepCount": 1.5}}]},
            "cleanupPolicies[0].mostRecentVersions.keepCount",
            "must be a whole number, but is 1.5",
            id="whole number",
        ),
        pytest.param(
            ACR,
            PLAIN_ACR | {"sku": {"name": "Premum"}},
            "sku.name",
            "'Premum' is not allowed; did you mean 'Premium'?",
            id="enumeration",
        ),
        pytest.param(
            ACR,
            PLAIN_ACR | {"policies": {"exportPolicy": {"status": "Disabled"}}},
            "policies.exportPolicy.status",
            "'Disabled' is not allowed; did you mean 'disabled'?",
            id="enumeration in the wrong case",
        ),
    ],
)
def test_each_fault_names_its_path_and_the_mend(record, inputs, path, reason):
    assert shape_problems(inputs, record) == [Problem(path, reason)]


def test_all_faults_are_reported_at_once():
    inputs = {"nam": "a", "forceDelete": 1, "tags": {"a": 1, "b": 2}}

    assert {problem.property for problem in shape_problems(inputs, ECR)} == {
        "nam",
        "forceDelete",
        'tags["a"]',
        'tags["b"]',
    }
