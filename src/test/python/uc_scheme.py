"""MLflow's "uc:" scheme against a server, with files out of its reach or told by --allow-direct-files.

The argument says which. The client is configured as MLflow's documents say and otherwise left as it
is released; DATABRICKS_HOST and its token are only for the comparison with databricks-uc.
"""

import contextlib
import os
import sys
import tempfile
import time
from urllib.parse import unquote, urlparse

import mlflow
import mlflow.pyfunc
import numpy
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from registry import log, sql, token
from sklearn import datasets
from sklearn.linear_model import LinearRegression

HOST = os.environ["DATABRICKS_HOST"]
DIRECT = sys.argv[1] == "direct"
MODEL = "main.ml.churn"

# A client that tries again does so for minutes; training and logging take a few seconds.
AT_ONCE_SECONDS = 20

# The default of later releases needs one more library.
FORMAT = {"serialization_format": "cloudpickle"}


def become(user):
    os.environ["MLFLOW_UC_OSS_TOKEN"] = token(user)


@contextlib.contextmanager
def being(user):
    before = os.environ["MLFLOW_UC_OSS_TOKEN"]
    become(user)
    try:
        yield
    finally:
        os.environ["MLFLOW_UC_OSS_TOKEN"] = before


def refused(code, call, *arguments, **named):
    """What an exception says that must come at once, and with this code."""
    begun = time.monotonic()
    try:
        call(*arguments, **named)
    except MlflowException as refusal:
        took = time.monotonic() - begun
        assert refusal.error_code == code, f"{refusal.error_code}: {refusal}"
        assert took < AT_ONCE_SECONDS, f"{call.__name__} was refused after {took} s"
        return str(refusal)
    raise AssertionError(f"{call.__name__} was not refused")


def prepare():
    sql(
        """CREATE CATALOG main; CREATE SCHEMA main.ml; CREATE USER scientist; CREATE USER reader;
        CREATE USER stranger; GRANT USE CATALOG ON CATALOG main TO scientist;
        GRANT USE SCHEMA, CREATE MODEL ON SCHEMA main.ml TO scientist;
        GRANT USE CATALOG ON CATALOG main TO reader; GRANT USE SCHEMA ON SCHEMA main.ml TO reader"""
    )
    mlflow.set_tracking_uri("sqlite:///" + os.path.join(tempfile.mkdtemp(), "runs.db"))
    mlflow.set_registry_uri("uc:" + HOST)
    become("scientist")


def trained():
    X, y = datasets.load_iris(return_X_y=True, as_frame=True)
    return X, LinearRegression().fit(X, y)


def register(model=MODEL):
    X, linear = trained()
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(
            linear, name="model", input_example=X.iloc[[0]], registered_model_name=model, **FORMAT
        )
    return run.info.run_id


def models():
    client = MlflowClient()
    created = client.create_registered_model(MODEL, description="Who leaves")
    assert (created.name, created.description) == (MODEL, "Who leaves"), created
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, MODEL)
    assert client.update_registered_model(MODEL, "Who stays").description == "Who stays"
    for n in range(3):
        client.create_registered_model(f"main.ml.m{n}")
    page = client.search_registered_models(max_results=3)
    assert len(page) == 3 and page.token, page
    rest = client.search_registered_models(max_results=3, page_token=page.token)
    assert sorted(m.name for m in list(page) + list(rest)) == [
        MODEL, "main.ml.m0", "main.ml.m1", "main.ml.m2"]
    for n in range(3):
        client.delete_registered_model(f"main.ml.m{n}")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "main.ml.m0")
    refused("INVALID_PARAMETER_VALUE", client.create_registered_model, "main.ml.")
    with being("stranger"):
        refused("CATALOG_DOES_NOT_EXIST", client.get_registered_model, MODEL)
        assert list(client.search_registered_models()) == []
    with being("reader"):
        refused("SCHEMA_DOES_NOT_EXIST", client.create_registered_model, "main.nothing.x")
        refused("PERMISSION_DENIED", client.create_registered_model, "main.ml.x")
    os.environ["MLFLOW_UC_OSS_TOKEN"], before = "vtr_nobodys", os.environ["MLFLOW_UC_OSS_TOKEN"]
    refused("UNAUTHENTICATED", client.get_registered_model, MODEL)
    os.environ["MLFLOW_UC_OSS_TOKEN"] = before


def versions():
    """Those that SQL registered, which have no files here."""
    sql(f"ALTER MODEL {MODEL} ADD VERSION FROM 's3://a'; ALTER MODEL {MODEL} ADD VERSION FROM 's3://b'")
    client = MlflowClient()
    version = client.get_model_version(MODEL, "2")
    assert (version.name, int(version.version), version.source, version.status) == (
        MODEL, 2, "s3://b", "READY"), version
    client.update_model_version(MODEL, "2", "Better")
    assert sql(f"SELECT comment FROM versions WHERE full_name = '{MODEL}' AND version = 2") == [
        ["Better"]]
    found = client.search_model_versions(f"name = '{MODEL}'")
    assert [int(v.version) for v in found] == [2, 1], found
    page = client.search_model_versions(f"name = '{MODEL}'", max_results=1)
    assert len(page) == 1 and page.token
    assert "s3://b" in refused("NOT_FOUND", mlflow.artifacts.download_artifacts, f"models:/{MODEL}/2")
    client.delete_model_version(MODEL, "1")
    client.delete_model_version(MODEL, "2")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, MODEL, "2")


def with_databricks_uc(work):
    """What the other scheme does with the same server, as the same user."""
    os.environ["DATABRICKS_TOKEN"] = os.environ["MLFLOW_UC_OSS_TOKEN"]
    mlflow.set_registry_uri("databricks-uc")
    try:
        return work()
    finally:
        mlflow.set_registry_uri("uc:" + HOST)


def files_are_out_of_reach():
    told = refused("NOT_IMPLEMENTED", register)
    assert "databricks-uc" in told and "--allow-direct-files" in told, told
    run = mlflow.last_active_run().info.run_id
    told = refused("NOT_IMPLEMENTED", mlflow.register_model, f"runs:/{run}/model", MODEL)
    assert "databricks-uc" in told, told
    assert sql(f"SELECT COUNT(*) FROM versions WHERE full_name = '{MODEL}'") == [[0]]

    # Not from the same run: this scheme's client deletes what it read, if that was on this machine.
    with_databricks_uc(register)
    [[number]] = sql(f"SELECT MAX(version) FROM {MODEL}")
    for call in (mlflow.pyfunc.load_model, mlflow.artifacts.download_artifacts):
        told = refused("NOT_IMPLEMENTED", call, f"models:/{MODEL}/{number}")
        assert "databricks-uc" in told and "--allow-direct-files" in told, told
    uri = MlflowClient().get_model_version_download_uri(MODEL, number)
    assert not uri.startswith(("file:", "/")), uri
    assert sql("SELECT COUNT(*) FROM versions WHERE storage_location LIKE 'file:%'") == [[0]]
    MlflowClient().delete_model_version(MODEL, number)


def files_are_written_and_read():
    X, linear = trained()
    run = register()
    assert sql(f"SELECT version, status FROM {MODEL}") == [[3, "READY"]]
    version = MlflowClient().get_model_version(MODEL, "3")
    assert version.status == "READY"
    loaded = mlflow.pyfunc.load_model(f"models:/{MODEL}/3")
    assert numpy.allclose(loaded.predict(X), linear.predict(X))
    # A second time, with what the first left there.
    again = mlflow.pyfunc.load_model(f"models:/{MODEL}/3")
    assert numpy.allclose(again.predict(X), linear.predict(X))
    target = tempfile.mkdtemp()
    mlflow.artifacts.download_artifacts(f"models:/{MODEL}/3", dst_path=target)
    assert "MLmodel" in os.listdir(target), os.listdir(target)
    assert int(mlflow.register_model(f"runs:/{run}/model", MODEL).version) == 4
    assert not any(location.startswith("file:")
                   for (location,) in sql("SELECT storage_location FROM versions"))


def what_is_scribbled_there_stays_there():
    X, linear = trained()
    uri = MlflowClient().get_model_version_download_uri(MODEL, "3")
    directory = unquote(urlparse(uri).path)
    with open(os.path.join(directory, "MLmodel"), "a") as file:
        file.write("scribbled: true\n")
    other = with_databricks_uc(
        lambda: mlflow.artifacts.download_artifacts(f"models:/{MODEL}/3", dst_path=tempfile.mkdtemp()))
    with open(os.path.join(other, "MLmodel")) as file:
        assert "scribbled" not in file.read()
    assert MlflowClient().get_model_version_download_uri(MODEL, "3") != uri
    again = mlflow.pyfunc.load_model(f"models:/{MODEL}/3")
    assert numpy.allclose(again.predict(X), linear.predict(X))


def rights_count():
    client = MlflowClient()
    with being("reader"):
        refused("RESOURCE_DOES_NOT_EXIST", mlflow.pyfunc.load_model, f"models:/{MODEL}/3")
        sql(f"GRANT CREATE MODEL VERSION ON MODEL {MODEL} TO reader")
        refused("PERMISSION_DENIED", mlflow.pyfunc.load_model, f"models:/{MODEL}/3")
        sql(f"GRANT EXECUTE ON MODEL {MODEL} TO reader")
        mlflow.pyfunc.load_model(f"models:/{MODEL}/3")
    client.delete_model_version(MODEL, "3")
    refused("RESOURCE_DOES_NOT_EXIST", mlflow.pyfunc.load_model, f"models:/{MODEL}/3")


def a_model_without_signature_is_refused():
    _, linear = trained()
    with mlflow.start_run():
        told = refused(
            "INVALID_PARAMETER_VALUE", mlflow.sklearn.log_model,
            linear, name="model", registered_model_name=MODEL, **FORMAT)
    assert "signature" in told, told


def main():
    prepare()
    blocks = [models, versions]
    if DIRECT:
        blocks += [
            files_are_written_and_read, what_is_scribbled_there_stays_there, rights_count,
            a_model_without_signature_is_refused]
    else:
        blocks += [files_are_out_of_reach]
    for block in blocks:
        begun = time.monotonic()
        block()
        log(f"{block.__name__}: {time.monotonic() - begun:.1f} s")
    client = MlflowClient()
    for version in client.search_model_versions(f"name = '{MODEL}'"):
        client.delete_model_version(MODEL, version.version)
    client.delete_registered_model(MODEL)
    assert sql("SELECT COUNT(*) FROM models") == [[0]]


main()
