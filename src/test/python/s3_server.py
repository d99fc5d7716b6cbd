"""A server of S3 and STS (moto) in which policies of sessions count, which moto alone only keeps.

Prints its port, and ends when its input does. Who signs with the key in the first argument may do
everything; who signs with credentials of an assumed role, what the session's policy allows; nobody
else anything. Signatures are not checked.
"""

import fnmatch
import json
import re
import sys
import threading
from urllib.parse import parse_qs, unquote

from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sts.models import sts_backends
from werkzeug.serving import WSGIRequestHandler, make_server

REGION = "us-east-1"
OWNER = sys.argv[1]
BUCKET_ACTIONS = {"GET": "s3:ListBucket", "HEAD": "s3:ListBucket"}
OBJECT_ACTIONS = {
    "GET": "s3:GetObject", "HEAD": "s3:GetObject", "PUT": "s3:PutObject", "POST": "s3:PutObject",
    "DELETE": "s3:DeleteObject"}


def key_of(environment, query):
    header = environment.get("HTTP_AUTHORIZATION", "")
    found = re.search(r"Credential=([^/]+)/", header) or re.match(r"AWS ([^:]+):", header)
    if found:
        return found.group(1)
    signed = query.get("X-Amz-Credential") or query.get("AWSAccessKeyId") or [""]
    return signed[0].split("/")[0]


def policy_of(key):
    """The policy of a session; None if there is no such session."""
    for role in sts_backends[DEFAULT_ACCOUNT_ID]["aws"].assumed_roles:
        if role.access_key_id == key:
            return json.loads(role.policy)
    return None


def listed(value):
    return value if isinstance(value, list) else [value]


def allows(policy, action, resource, prefix):
    for statement in policy["Statement"]:
        condition = statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix")
        if (
            statement["Effect"] == "Allow"
            and action in listed(statement["Action"])
            and any(fnmatch.fnmatchcase(resource, r) for r in listed(statement["Resource"]))
            and (condition is None or (prefix is not None and fnmatch.fnmatchcase(prefix, condition)))
        ):
            return True
    return False


def needs(environment, query):
    """What a request does to which resources, as policies name them."""
    method = environment["REQUEST_METHOD"]
    bucket, _, key = environment["PATH_INFO"].lstrip("/").partition("/")
    if not key:
        return [(BUCKET_ACTIONS.get(method, "s3:*"), bucket)]
    action = OBJECT_ACTIONS[method]
    if method == "DELETE" and "uploadId" in query:
        action = "s3:AbortMultipartUpload"
    if method == "GET" and "uploadId" in query:
        action = "s3:ListMultipartUploadParts"
    needed = [(action, f"{bucket}/{key}")]
    source = environment.get("HTTP_X_AMZ_COPY_SOURCE")
    if source:
        needed.append(("s3:GetObject", unquote(source).lstrip("/")))
    return needed


class Guarded:
    """The application behind what policies allow."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environment, start_response):
        query = parse_qs(environment.get("QUERY_STRING", ""), keep_blank_values=True)
        key = key_of(environment, query)
        if key != OWNER:
            policy = policy_of(key)
            prefix = query.get("prefix", [None])[0]
            if policy is None or not all(
                allows(policy, action, "arn:aws:s3:::" + resource, prefix)
                for action, resource in needs(environment, query)
            ):
                start_response(
                    "403 Forbidden",
                    [("Content-Type", "application/xml"), ("x-amz-bucket-region", REGION)])
                return [b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"]
        return self.application(environment, start_response)


class Quiet(WSGIRequestHandler):
    def log(self, *arguments):
        pass


def main():
    application = Guarded(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
