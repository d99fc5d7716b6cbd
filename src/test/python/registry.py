"""Shared code of the scripts: signing in, and SQL on the server under test.

The process that runs a script serves three requests of it, one per line: "SQL ..." returns the rows
of the last statement as JSON, "TOKEN user" a token of that user. Both run as admin of the server, over
JDBC. "EMBEDDED ..." is like "SQL ..." with an embedded session on the server's store. All other output of a script is for people.
"""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time

# Whether everything is tested at length: false in a build, true at night.
NIGHTLY = os.environ.get("VITRINE_NIGHTLY") == "true"

# For calls that save a model. If requirements are not given, MLflow starts a Python process for each
# model to find them, which takes longer than all requests of the call.
REQUIREMENTS = {} if NIGHTLY else {"pip_requirements": ["cloudpickle", "mlflow", "scikit-learn"]}


def ask(request):
    print(request.replace("\n", " "), flush=True)
    answer = json.loads(sys.stdin.readline())
    if "error" in answer:
        raise AssertionError(f"{request}: {answer['error']}")
    return answer["result"]


def sql(text):
    """Runs statements as admin and returns the rows of the last one."""
    return ask("SQL " + text)


def embedded(text):
    """Runs statements as admin in an embedded session and returns the rows of the last one."""
    return ask("EMBEDDED " + text)


def token(user):
    """A token of a user, who is created if necessary."""
    return ask("TOKEN " + user)


def sign_in(user, variable="DATABRICKS_TOKEN"):
    os.environ[variable] = token(user)


@contextlib.contextmanager
def signed_in(user, variable="DATABRICKS_TOKEN"):
    before = os.environ[variable]
    sign_in(user, variable)
    try:
        yield
    finally:
        os.environ[variable] = before


def new_runs():
    """The tracking URI of a new SQLite file, a copy of a migrated one if forks.py runs the script."""
    file = os.path.join(tempfile.mkdtemp(), "runs.db")
    if "VITRINE_RUNS" in os.environ:
        shutil.copyfile(os.environ["VITRINE_RUNS"], file)
    return "sqlite:///" + file


@contextlib.contextmanager
def at_once(limit=10):
    """What takes longer was tried again: clients wait for seconds, then for minutes."""
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    assert seconds < limit, f"took {seconds:.1f} s"


def log(text):
    print("# " + text, flush=True)
