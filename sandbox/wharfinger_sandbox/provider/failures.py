"""Turn what goes wrong in a provider into gRPC errors that the engine can show."""

import logging
from collections.abc import Callable
from typing import Any

import grpc

from wharfinger_sandbox.provider.control_plane import RefusalError
from wharfinger_sandbox.provider.packages import Package

_log = logging.getLogger(__name__)


class Failures(grpc.ServerInterceptor):
    """Answers a refusal with its reasons, and a fault of the sandbox itself with a pointer to the log."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def intercept_service(
        self, continuation: Callable[[Any], Any], handler_call_details: grpc.HandlerCallDetails
    ) -> Any:
        """Wrap the method that was called, if there is one; the provider's methods all have one answer."""
        handler = continuation(handler_call_details)
        if handler is None or handler.unary_unary is None:
            return handler
        return grpc.unary_unary_rpc_method_handler(
            self._guarded(handler.unary_unary), handler.request_deserializer, handler.response_serializer
        )

    def _guarded(self, method: Callable[[Any, grpc.ServicerContext], Any]) -> Callable[..., Any]:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            try:
                return method(request, context)
            except RefusalError as refused:
                context.abort(grpc.StatusCode.FAILED_PRECONDITION, refusal(self._package, refused))
            except NotImplementedError:  # raised by the generated class, which has set the status
                raise
            except Exception as fault:
                _log.exception("a fault of the sandbox")
                who = self._package.stand_in()
                text = f"{who}: a fault of the sandbox itself, see providers.log: {fault!r}"
                context.abort(grpc.StatusCode.INTERNAL, text)

        return answer


def refusal(package: Package, refused: RefusalError) -> str:
    """A refusal as one message: who refuses, and each property with its reason."""
    reasons = [
        f"{problem.property}: {problem.reason}" if problem.property else problem.reason
        for problem in refused.problems
    ]
    return f"{package.stand_in(refused.token)}: {'; '.join(reasons)}"
