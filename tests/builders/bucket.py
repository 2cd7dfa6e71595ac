"""A bucket of moto's S3 server on loopback, which the environment's AWS_* variables name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count

import boto3
from moto.server import ThreadedMotoServer

KEYS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": "us-east-1",
}
_NUMBERS = count(1)


@contextmanager
def s3() -> Iterator[Mapping[str, str]]:
    """The server, and the variables under which it is asked."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield KEYS | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    finally:
        server.stop()


def bucket(variables: Mapping[str, str]) -> str:
    """The address of a new folder in a new bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        region_name=variables["AWS_REGION"],
    )
    name = f"pools-{os.getpid()}-{next(_NUMBERS)}"
    client.create_bucket(Bucket=name)
    return f"s3://{name}/of/ours"
