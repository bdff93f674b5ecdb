"""The options of every gRPC server here."""

from typing import Final

OPTIONS: Final = (
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.so_reuseport", 0),
)
"""No limit on a message, as in Pulumi's own plugins; a port is never shared with another process."""
