"""The command import, with a released MLflow server as the source.

The argument is "all". VITRINE_IMPORT is the JSON of the command that runs the jar, DATABRICKS_HOST the
server of Vitrine.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import mlflow
import numpy
from mlflow import MlflowClient
from mlflow.models import infer_signature
from registry import log, sign_in, sql, token
from sklearn import datasets
from sklearn.linear_model import LinearRegression

HOST = os.environ["DATABRICKS_HOST"]
COMMAND = json.loads(os.environ["VITRINE_IMPORT"])
PIP = ["cloudpickle", "mlflow", "scikit-learn"]

# The application of the command "mlflow server", without the processes around it for features that the
# registry does not use, which need more libraries.
APPLICATION = """
import sys
from mlflow.server import app
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), app, threaded=True)
"""
START_SECONDS = 180
IMPORT_SECONDS = 300
NIGHTLY = os.environ.get("VITRINE_NIGHTLY") == "true"

# Versions of one model, those of them that are loaded, and bytes of a large file.
MANY = 300 if NIGHTLY else 40
LOADED = MANY if NIGHTLY else 8
LARGE_BYTES = (1024 if NIGHTLY else 64) << 20

# The moments at which an import is killed: while it copies the large file, while it compares the copy, and
# after so many versions.
COPYING = "SELECT version FROM versions WHERE model_name = 'large' AND status = 'PENDING_REGISTRATION'"
COMPARING = "SELECT version FROM versions WHERE model_name = 'large' AND status = 'READY'"
KILLS = [COPYING, COMPARING, 1, 4, 12]
X, Y = datasets.load_iris(return_X_y=True, as_frame=True)
SIGNATURE = infer_signature(X, Y)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def mlflow_server():
    directory = tempfile.mkdtemp()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = dict(os.environ)
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI", "MLFLOW_TRACKING_TOKEN"):
        environment.pop(name, None)
    environment.update(
        {
            "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{directory}/runs.db",
            "_MLFLOW_SERVER_REGISTRY_STORE": f"sqlite:///{directory}/runs.db",
            "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/",
            "_MLFLOW_SERVER_ARTIFACT_DESTINATION": f"{directory}/files",
            "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
        }
    )
    with open(os.path.join(directory, "server.log"), "w") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", APPLICATION, str(port)],
            stdout=output, stderr=subprocess.STDOUT, cwd=directory, env=environment,
            start_new_session=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with urllib.request.urlopen(url + "/health", timeout=5):
                    break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert process.poll() is None, open(os.path.join(directory, "server.log")).read()
                assert time.monotonic() < deadline, "the MLflow server did not start"
                time.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, 9)
        process.wait()
        shutil.rmtree(directory, ignore_errors=True)


def register(name, factor, signed=True):
    model = LinearRegression().fit(X, Y * factor)
    with mlflow.start_run() as run:
        mlflow.log_params({"factor": factor})
        mlflow.log_metric("score", factor / 10)
        options = {"input_example": X.iloc[[0]]} if signed else {}
        mlflow.sklearn.log_model(
            model, name="model", registered_model_name=name, pip_requirements=PIP,
            serialization_format="cloudpickle", **options)
    return run.info.run_id


def small_models(client, name, count, more_bytes=0):
    """Versions of two or, with more bytes, three files; each has its own coefficients."""
    client.create_registered_model(name)
    with mlflow.start_run() as run:
        root = tempfile.mkdtemp()
        for number in range(1, count + 1):
            directory = os.path.join(root, str(number))
            model = LinearRegression().fit(X, Y * number)
            mlflow.sklearn.save_model(
                model, directory, pip_requirements=PIP, signature=SIGNATURE,
                serialization_format="cloudpickle")
            for file in os.listdir(directory):
                if file not in ("MLmodel", "model.pkl"):
                    os.remove(os.path.join(directory, file))
            if more_bytes:
                with open(os.path.join(directory, "weights.bin"), "wb") as file:
                    file.write(os.urandom(1 << 20) * (more_bytes >> 20))
        client.log_artifacts(run.info.run_id, root, "small")
        shutil.rmtree(root)
        for number in range(1, count + 1):
            source = f"{run.info.artifact_uri}/small/{number}"
            client.create_model_version(name, source, run.info.run_id)


def killed(process, moment):
    """Kills an import; returns how many versions are READY."""
    if isinstance(moment, str):
        while not sql(moment) and process.poll() is None:
            time.sleep(0.02)
    else:
        for line in process.stderr:
            moment -= ": import " in line
            if moment <= 0:
                break
    process.kill()
    _, err = process.communicate()
    assert process.returncode == -signal.SIGKILL, f"the import ended by itself: {process.returncode} {err}"
    return sql("SELECT COUNT(*) FROM versions WHERE status = 'READY'")[0][0]


def importing(url, *arguments, user="admin"):
    environment = {**os.environ, "VITRINE_TOKEN": token(user)}
    environment.pop("MLFLOW_TRACKING_TOKEN", None)
    return subprocess.Popen(
        [*COMMAND, "import", "mlflow:" + url, "--into", "main.ml", "--server", HOST, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def run(url, *arguments, user="admin"):
    process = importing(url, *arguments, user=user)
    try:
        out, err = process.communicate(timeout=IMPORT_SECONDS)
    finally:
        process.kill()
    for line in (out + err).splitlines():
        log(line)
    return process.returncode, out + err


def versions(model):
    return sql(
        "SELECT version, status, created_by, imported_by, comment, run_id FROM versions"
        f" WHERE full_name = 'main.ml.{model}' ORDER BY version")


def main():
    sql("CREATE CATALOG main; CREATE SCHEMA main.ml; CREATE USER eve;"
        " GRANT USE CATALOG ON CATALOG main TO eve;"
        " GRANT USE SCHEMA, CREATE MODEL ON SCHEMA main.ml TO eve")
    with mlflow_server() as url:
        mlflow.set_tracking_uri(url)
        mlflow.set_registry_uri(url)
        client = MlflowClient(tracking_uri=url, registry_uri=url)
        runs = {}
        for factor in (1, 2, 3, 4):
            runs[factor] = register("iris", factor)
        client.delete_model_version("iris", "2")
        client.update_registered_model("iris", description="Ünïcode ☃ 'quoted'")
        client.update_model_version("iris", "3", description="third")
        client.set_registered_model_tag("iris", "team", "Zoë")
        client.set_model_version_tag("iris", "3", "päth", "a b")
        client.set_registered_model_alias("iris", "Best", "3")
        client.transition_model_version_stage("iris", "1", "Production")
        register("Odd name.v1", 5)
        register("naïve_模型", 6)
        register("unsigned", 7, signed=False)
        small_models(client, "many", MANY)
        small_models(client, "Large", 1, LARGE_BYTES)

        # The plan changes nothing.
        status, out = run(url, "--dry-run")
        assert status == 1 and "Odd name.v1" in out.split("imported as")[0], out
        assert sql("SELECT COUNT(*) FROM models") == [[0]]

        # Without MANAGE nothing can be imported, and no author be forged.
        status, out = run(url, "--model", "iris", user="eve")
        assert status == 1 and "MANAGE" in out, out
        assert sql("SELECT COUNT(*) FROM versions") == [[0]]
        sql("DROP MODEL IF EXISTS main.ml.iris")

        rules = os.path.join(tempfile.mkdtemp(), "rules.txt")
        with open(rules, "w", encoding="utf-8") as file:
            file.write("# one\nOdd name.v1 => odd_name\n")

        # Killed five times, and resumed each time.
        total = 6 + MANY
        ready = []
        for moment in KILLS:
            process = importing(url, "--rename-rules", rules, "--parallel", "2")
            ready.append(killed(process, moment))
        log(f"READY after each kill: {ready} of {total}")
        assert ready == sorted(ready) and 1 <= ready[-1] < total, ready
        status, out = run(url, "--rename-rules", rules)
        assert status == 1 and "--allow-unsigned" in out, out
        assert "skipped: 1, failed: 0" in out, out
        assert sql("SELECT COUNT(*) FROM versions WHERE status = 'READY'")[0][0] == total
        assert sql("SELECT COUNT(*) FROM version_tags WHERE tag_name LIKE 'vitrine%'") == [[0]]
        assert [row[0] for row in versions("many")] == list(range(1, MANY + 1))
        assert sql("SELECT files FROM version_files WHERE full_name = 'main.ml.large'"
                   f" AND bytes > {LARGE_BYTES}") == [[3]]
        found = versions("iris")
        assert [row[:4] for row in found] == [
            [n, "READY", "admin", found[0][3]] for n in (1, 3, 4)], found
        assert found[0][3], found
        assert found[1][4] == "third" and found[1][5] == runs[3], found
        assert sql("SELECT alias, version FROM aliases WHERE full_name = 'main.ml.iris' ORDER BY 1") == [
            ["Best", 3], ["Champion", 1]]
        assert sql("SELECT comment FROM models WHERE full_name = 'main.ml.iris'") == [
            ["Ünïcode ☃ 'quoted'"]]
        assert sql(
            "SELECT version, tag_name, tag_value FROM version_tags WHERE full_name = 'main.ml.iris'"
            " AND tag_name NOT LIKE 'mlflow.%' ORDER BY 1, 2") == [
            [1, "stage", "Production"], [3, "päth", "a b"]]
        assert sql("SELECT name, \"value\" FROM version_params WHERE full_name = 'main.ml.iris'"
                   " AND version = 3") == [["factor", "3"]]
        assert sql("SELECT \"value\" FROM version_metrics WHERE full_name = 'main.ml.iris'"
                   " AND version = 3 AND name = 'score'") == [[0.3]]
        assert sql("SELECT COUNT(*) FROM signature_columns WHERE full_name = 'main.ml.iris'"
                   " AND version = 3 AND direction = 'INPUT'") == [[4]]

        # Nothing is left to bring.
        events = sql("SELECT COUNT(*) FROM system.access.audit WHERE action_name LIKE '%Model%'")
        status, out = run(url, "--rename-rules", rules)
        assert status == 1 and f"Imported: 0, already there: {total}, skipped: 1, failed: 0" in out, out
        assert events == sql(
            "SELECT COUNT(*) FROM system.access.audit WHERE action_name LIKE '%Model%'")

        # Loads and predicts the same.
        originals = {}
        for name, target, number in (
                ("iris", "iris", 1), ("iris", "iris", 3), ("iris", "iris", 4),
                ("Odd name.v1", "odd_name", 1), ("naïve_模型", "naïve_模型", 1),
                ("Large", "large", 1),
                *[("many", "many", MANY - number * MANY // LOADED) for number in range(LOADED)]):
            originals[target, number] = mlflow.pyfunc.load_model(f"models:/{name}/{number}").predict(X)
        sign_in("admin")
        mlflow.set_registry_uri("databricks-uc")
        for (target, number), expected in originals.items():
            copy = mlflow.pyfunc.load_model(f"models:/main.ml.{target}/{number}").predict(X)
            assert numpy.allclose(copy, expected), (target, number)


main()
log("done")
