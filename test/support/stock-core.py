"""A voice core on a stock gRPC server: no options, so that everything is as grpcio has it by default.

Messages stay bytes, so no generated code is needed. Pipe says Idle at once, MultiPipe nothing; both echo what they are
sent. The port is the first line on stdout; the server ends with its stdin.
"""

import sys
from concurrent import futures

import grpc

SERVICE = "wgtwo.webterminal.v0.WebTerminalService"
# WebTerminalMessage { idle (5): {} }
IDLE = b"\x2a\x00"


def pipe(requests, context):
    yield IDLE
    yield from requests


def multi_pipe(requests, context):
    yield from requests


# A synchronous handler holds a thread for as long as its stream lives.
server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
server.add_generic_rpc_handlers(
    (
        grpc.method_handlers_generic_handler(
            SERVICE,
            {
                # Without serializers a message is its bytes.
                "Pipe": grpc.stream_stream_rpc_method_handler(pipe),
                "MultiPipe": grpc.stream_stream_rpc_method_handler(multi_pipe),
            },
        ),
    )
)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(None)
