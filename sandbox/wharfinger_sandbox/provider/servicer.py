"""The gRPC face of a stand-in control plane, as the engine talks to any resource provider."""
# ruff: noqa: ARG002, N802 (the names and signatures are those of the gRPC service)

import json
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from wharfinger_sandbox.provider.control_plane import ControlPlane, Difference, RefusalError
from wharfinger_sandbox.provider.difference import Change, changes
from wharfinger_sandbox.provider.functions import call
from wharfinger_sandbox.provider.model import Problem
from wharfinger_sandbox.provider.packages import Package
from wharfinger_sandbox.provider.secrecy import secret_outputs
from wharfinger_sandbox.provider.store import Store
from wharfinger_sandbox.provider.wire import Properties, decode, encode

_KINDS: Final = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """Serves one provider package to any number of engines and provider configurations at once."""

    def __init__(self, package: Package, store: Store) -> None:
        self._package = package
        self._store = store
        # An attached provider has one port for all its instances. The engine opens one connection for each,
        # so the connection's address tells them apart; there are never more of those than ports.
        self._configs: dict[str, Mapping[str, str]] = {}
        self._lock = threading.Lock()

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Agree on how values are marked."""
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> Empty:
        """Nothing to do: this needs no calls back to the engine."""
        return Empty()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """The version of the SDK whose types are served."""
        return plugin_pb2.PluginInfo(version=self._package.version)

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        """Refuse: the engine asks only to write program text for an import, which nothing here can."""
        mend = "no program text is generated here: add --generate-code=false, and write the resource yourself"
        raise RefusalError("", [Problem("", mend)])

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Take every configuration; the rules say what they miss when a resource needs it."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """A changed configuration replaces no resource."""
        found = changes(decode(request.old_inputs).values, decode(request.news).values)
        return _diff_response(Difference(found, frozenset(), delete_first=False))

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Remember the configuration of the provider that this connection belongs to."""
        values = decode(request.args).values
        config = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
        }
        with self._lock:
            self._configs[context.peer()] = MappingProxyType(config)
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Inputs with defaults, and all that is wrong with them."""
        news = decode(request.news)
        checked = self._cloud(context).check(_token(request), news.values)
        return provider_pb2.CheckResponse(
            inputs=encode(checked.inputs, news.secrets),
            failures=self._failures(_token(request), checked.problems),
        )

    def Diff(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """What changed between the inputs of the last update and the new ones, property by property."""
        old, new = decode(request.old_inputs), decode(request.news)
        difference = self._cloud(context).compare(_token(request), request.id, old.values, new.values)
        return _diff_response(difference)

    def Create(
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Make a resource, or foresee its outputs in a preview."""
        inputs = decode(request.properties)
        cloud = self._cloud(context)
        if request.preview:
            foreseen = cloud.preview(_token(request), "", inputs.values, {})
            return provider_pb2.CreateResponse(properties=_encoded(foreseen, inputs))
        stored = cloud.create(_token(request), inputs.values)
        return provider_pb2.CreateResponse(id=stored.id, properties=_encoded(stored.outputs, inputs))

    def Read(
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """The resource as it is now, for a refresh or an import; without an id where it is gone."""
        stored = self._cloud(context).read(_token(request), request.id)
        if stored is None:
            return provider_pb2.ReadResponse()
        known = decode(request.inputs).secrets | decode(request.properties).secrets
        inputs = Properties(stored.inputs, known)
        return provider_pb2.ReadResponse(
            id=stored.id,
            inputs=encode(inputs.values, inputs.secrets),
            properties=_encoded(stored.outputs, inputs),
        )

    def Update(
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Change a resource, or foresee its outputs in a preview."""
        token, news, olds = _token(request), decode(request.news), decode(request.olds)
        cloud = self._cloud(context)
        if request.preview:
            outputs = cloud.preview(token, request.id, news.values, dict(olds.values))
        else:
            outputs = cloud.update(token, request.id, news.values).outputs
        return provider_pb2.UpdateResponse(properties=_encoded(outputs, news))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Empty:
        """Delete a resource."""
        self._cloud(context).delete(_token(request), request.id)
        return Empty()

    def Invoke(
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        """Call one of the few functions that are there."""
        answer = call(self._cloud(context), request.tok, decode(request.args).values)
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(encode(answer))
        return response

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """Nothing to do: every answer is quick, and other engines go on."""
        return Empty()

    def _cloud(self, context: grpc.ServicerContext) -> ControlPlane:
        with self._lock:
            config = self._configs.get(context.peer())
        if config is None:  # a guess would act in the wrong account
            raise RefusalError(
                "", [Problem("", "this connection has no configuration; run the command again")]
            )
        return ControlPlane(self._package, self._store, config)

    def _failures(self, token: str, problems: Iterable[Problem]) -> list[provider_pb2.CheckFailure]:
        who = self._package.stand_in(token)
        return [
            provider_pb2.CheckFailure(property=problem.property, reason=f"{who}: {problem.reason}")
            for problem in problems
        ]


def _token(
    request: provider_pb2.CheckRequest
    | provider_pb2.DiffRequest
    | provider_pb2.CreateRequest
    | provider_pb2.ReadRequest
    | provider_pb2.UpdateRequest
    | provider_pb2.DeleteRequest,
) -> str:
    return request.type or request.urn.split("::")[2].split("$")[-1]


def _encoded(outputs: Mapping[str, Any], inputs: Properties) -> Struct:
    return encode(outputs, secret_outputs(outputs, inputs))


def _diff_response(difference: Difference) -> provider_pb2.DiffResponse:
    replaced_by = difference.replaced_by
    some = provider_pb2.DiffResponse.DIFF_SOME if difference.changes else provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=some,
        diffs=sorted({change.property for change in difference.changes}),
        replaces=sorted(replaced_by),
        deleteBeforeReplace=difference.delete_first,
        hasDetailedDiff=True,
        detailedDiff={change.path: _detail(change, replaced_by) for change in difference.changes},
    )


def _detail(change: Change, replaced_by: frozenset[str]) -> provider_pb2.PropertyDiff:
    kind = _KINDS[change.kind, change.property in replaced_by]
    return provider_pb2.PropertyDiff(kind=kind, inputDiff=True)
