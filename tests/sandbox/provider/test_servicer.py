"""The servicer over a real gRPC connection, as the engine uses it."""

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as rpc
from pulumi.runtime.proto import provider_pb2_grpc
from wharfinger_sandbox.provider.model import UNKNOWN
from wharfinger_sandbox.provider.packages import package
from wharfinger_sandbox.provider.server import Providers
from wharfinger_sandbox.provider.wire import decode, encode

REPOSITORY = "aws:ecr/repository:Repository"
URN = f"urn:pulumi:dev::project::{REPOSITORY}::app"


@pytest.fixture
def providers(aws, store):
    running = Providers([aws], store)
    yield running
    running.stop()


@pytest.fixture
def connect(providers):
    """Opens connections the way the engine does, one for each provider configuration."""
    channels = []

    def opened(**config):
        # Without its own pool of subchannels, a second channel would share the first one's connection.
        options = [("grpc.use_local_subchannel_pool", 1)]
        channel = grpc.insecure_channel(f"127.0.0.1:{providers.ports['aws']}", options)
        channels.append(channel)
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        stub.Configure(rpc.ConfigureRequest(args=encode(config)))
        return stub

    yield opened
    for channel in channels:
        channel.close()


@pytest.fixture
def provider(connect):
    return connect(region="eu-west-1")


def create(provider, values, secrets=()):
    return provider.Create(rpc.CreateRequest(urn=URN, type=REPOSITORY, properties=encode(values, secrets)))


def test_the_handshake_agrees_on_secrets(provider):
    answer = provider.Handshake(rpc.ProviderHandshakeRequest())

    assert answer.accept_secrets
    assert not answer.accept_outputs


def test_the_version_is_that_of_the_sdk(provider):
    assert provider.GetPluginInfo(Empty()).version == package("aws", ()).version


def test_check_gives_defaults_and_keeps_secrets(provider):
    news = encode({"name": "app", "tags": {"a": "hush"}}, ["tags"])

    answer = provider.Check(rpc.CheckRequest(urn=URN, news=news))

    assert not answer.failures
    inputs = decode(answer.inputs)
    assert inputs.values == {"name": "app", "tags": {"a": "hush"}, "imageTagMutability": "MUTABLE"}
    assert inputs.secrets == {"tags"}


def test_check_names_the_stand_in_in_every_failure(provider):
    answer = provider.Check(rpc.CheckRequest(urn=URN, news=encode({"name": "APP", "forceDelte": True})))

    assert [(failure.property, failure.reason) for failure in answer.failures] == [
        (
            "forceDelte",
            "sandbox (stand-in for ECR): there is no property 'forceDelte'; did you mean 'forceDelete'?",
        ),
        ("name", "sandbox (stand-in for ECR): names are lower case"),
    ]


def test_the_outputs_of_a_secret_input_are_secret(provider):
    answer = create(provider, {"name": "app", "tags": {"a": "hush"}}, ["tags"])

    assert answer.id == "app"
    outputs = decode(answer.properties)
    assert outputs.values == {"name": "app", "tags": {"a": "hush"}, "arn": "arn:eu-west-1:app"}
    assert outputs.secrets == {"tags"}


def test_a_preview_creates_nothing_and_knows_no_id(provider, store):
    properties = encode({"name": "app", "tags": UNKNOWN})

    answer = provider.Create(rpc.CreateRequest(urn=URN, properties=properties, preview=True))

    assert answer.id == ""
    assert decode(answer.properties).values == {"name": "app", "tags": UNKNOWN}
    with store.reading() as clouds:
        assert list(clouds.each()) == []


def test_a_refusal_is_one_message_from_the_stand_in(provider):
    create(provider, {"name": "app"})

    with pytest.raises(grpc.RpcError) as error:
        create(provider, {"name": "app"})

    assert error.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert error.value.details() == "sandbox (stand-in for ECR): 'app' already exists"


def test_a_fault_of_the_sandbox_says_so_and_is_logged(provider, caplog):
    with pytest.raises(grpc.RpcError) as error:
        create(provider, {"forceDelete": True})

    assert error.value.code() == grpc.StatusCode.INTERNAL
    assert "a fault of the sandbox itself" in error.value.details()
    assert "KeyError: 'name'" in caplog.text


def test_each_connection_has_its_own_configuration(connect):
    ireland, virginia = connect(region="eu-west-1"), connect(region="us-east-1")

    assert decode(create(ireland, {"name": "a"}).properties).values["arn"] == "arn:eu-west-1:a"
    assert decode(create(virginia, {"name": "b"}).properties).values["arn"] == "arn:us-east-1:b"


def test_a_connection_without_a_configuration_is_refused(providers):
    with grpc.insecure_channel(f"127.0.0.1:{providers.ports['aws']}") as channel:
        provider = provider_pb2_grpc.ResourceProviderStub(channel)
        with pytest.raises(grpc.RpcError, match="this connection has no configuration"):
            create(provider, {"name": "app"})


def test_diff_says_which_property_changes_how(provider):
    old = encode({"name": "app", "tags": {"a": "1", "b": "2"}})
    new = encode({"name": "app", "tags": {"a": "3", "c": "4"}, "encryptionConfigurations": [{}]})

    answer = provider.Diff(rpc.DiffRequest(id="app", urn=URN, old_inputs=old, news=new))

    assert answer.changes == rpc.DiffResponse.DIFF_SOME
    assert list(answer.replaces) == ["encryptionConfigurations"]
    assert answer.deleteBeforeReplace
    kinds = {path: detail.kind for path, detail in answer.detailedDiff.items()}
    assert kinds == {
        "tags.a": rpc.PropertyDiff.UPDATE,
        "tags.b": rpc.PropertyDiff.DELETE,
        "tags.c": rpc.PropertyDiff.ADD,
        "encryptionConfigurations": rpc.PropertyDiff.ADD_REPLACE,
    }


def test_diff_of_the_same_inputs_is_empty(provider):
    same = encode({"name": "app", "tags": {"a": "1"}}, ["tags"])

    answer = provider.Diff(rpc.DiffRequest(id="app", urn=URN, old_inputs=same, news=same))

    assert answer.changes == rpc.DiffResponse.DIFF_NONE
    assert not answer.detailedDiff


def test_an_import_reads_inputs_and_outputs_by_id(provider):
    create(provider, {"name": "app", "forceDelete": True})

    answer = provider.Read(rpc.ReadRequest(id="app", urn=URN))

    assert answer.id == "app"
    assert decode(answer.inputs).values == {"name": "app", "forceDelete": True}
    assert decode(answer.properties).values["arn"] == "arn:eu-west-1:app"


def test_a_refresh_keeps_what_was_secret_secret(provider):
    create(provider, {"name": "app", "tags": {"a": "hush"}})

    answer = provider.Read(rpc.ReadRequest(id="app", urn=URN, inputs=encode({"tags": {}}, ["tags"])))

    assert decode(answer.inputs).secrets == {"tags"}
    assert decode(answer.properties).secrets == {"tags"}


def test_what_is_gone_reads_without_an_id(provider):
    assert provider.Read(rpc.ReadRequest(id="app", urn=URN)).id == ""


def test_update_and_delete_change_the_cloud(provider, store):
    create(provider, {"name": "app"})
    news = encode({"name": "app", "forceDelete": True})

    answer = provider.Update(rpc.UpdateRequest(id="app", urn=URN, olds=encode({"name": "app"}), news=news))
    assert decode(answer.properties).values["forceDelete"] is True

    provider.Delete(rpc.DeleteRequest(id="app", urn=URN))
    with store.reading() as clouds:
        assert list(clouds.each()) == []


def test_the_caller_is_who_the_configuration_allows(connect):
    provider = connect(region="eu-west-1", allowedAccountIds='["222222222222"]')

    answer = provider.Invoke(rpc.InvokeRequest(tok="aws:index/getCallerIdentity:getCallerIdentity"))

    assert decode(getattr(answer, "return")).values["accountId"] == "222222222222"


def test_a_function_that_is_not_there_is_refused_with_those_that_are(provider):
    with pytest.raises(grpc.RpcError, match=r"has no function aws:ec2.*getCallerIdentity"):
        provider.Invoke(rpc.InvokeRequest(tok="aws:ec2/getVpc:getVpc"))


def test_a_schema_is_refused_with_the_way_around_it(provider):
    with pytest.raises(grpc.RpcError, match=r"sandbox \(stand-in for AWS\).*--generate-code=false"):
        provider.GetSchema(rpc.GetSchemaRequest())


def test_a_method_that_no_stand_in_has_is_unimplemented(provider):
    with pytest.raises(grpc.RpcError) as error:
        provider.Construct(rpc.ConstructRequest())

    assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED
