"""Runs scripts in forks of one process that has imported what they use: the imports take longer than most scripts.

Each line of the input is a script as JSON: its file, its arguments, its environment. Input and output
then belong to the script until the line "EXIT " with its status. Also makes one SQLite file of MLflow's
runs, which the scripts copy, since its migrations take seconds.
"""

import atexit
import json
import os
import runpy
import shutil
import sys
import tempfile
import traceback

import databricks.sdk  # noqa: F401
import mlflow.pyfunc
import mlflow.sklearn  # noqa: F401
import mlflow.store.tracking.sqlalchemy_store  # noqa: F401
import pandas  # noqa: F401
import sklearn.ensemble  # noqa: F401


def forked(work):
    """The status of a process that does this work and ends."""
    sys.stdout.flush()
    child = os.fork()
    if child != 0:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        work()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        # Returns from nothing that the other process has begun.
        os._exit(status)


def migrate(uri):
    mlflow.set_tracking_uri(uri)
    mlflow.search_experiments()


def run(script, arguments, environment):
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [script, *arguments]
    sys.path.insert(0, os.path.dirname(script))
    runpy.run_path(script, run_name="__main__")


# Not a TemporaryDirectory, which each fork would delete at its end.
directory = os.path.abspath(tempfile.mkdtemp(dir="."))
try:
    runs = os.path.join(directory, "runs.db")
    if forked(lambda: migrate("sqlite:///" + runs)) != 0:
        sys.exit("MLflow does not make a file of runs.")
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        environment = {**asked["environment"], "VITRINE_RUNS": runs}
        status = forked(lambda: run(asked["script"], asked["arguments"], environment))
        print(f"EXIT {status}", flush=True)
finally:
    shutil.rmtree(directory)
