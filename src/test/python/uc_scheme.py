"""MLflow's "uc:" scheme against a server, with files out of its reach ("remote"), told by
--allow-direct-files ("direct"), or in S3 with --storage-role ("lent").

The argument says which. The client is configured as MLflow's documents say and otherwise left as it
is released; DATABRICKS_HOST and its token are only for the comparison with databricks-uc.
"""

import os
import sys
import tempfile
import time
from urllib.parse import unquote, urlparse

import mlflow
import mlflow.pyfunc
import numpy
import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from registry import REQUIREMENTS, at_once, log, new_runs, sign_in, signed_in, sql
from sklearn import datasets
from sklearn.linear_model import LinearRegression

HOST = os.environ["DATABRICKS_HOST"]
WAY = sys.argv[1]
CATALOG = HOST + "/api/2.1/unity-catalog"
MODEL = "main.ml.churn"

# A client that tries again does so for minutes; training and logging take a few seconds.
AT_ONCE_SECONDS = 20

# The default of later releases needs one more library.
FORMAT = {"serialization_format": "cloudpickle"}


def become(user):
    sign_in(user, "MLFLOW_UC_OSS_TOKEN")


def being(user):
    return signed_in(user, "MLFLOW_UC_OSS_TOKEN")


def refused(code, call, *arguments, **named):
    """What an exception says that must come at once, and with this code."""
    with at_once(AT_ONCE_SECONDS):
        try:
            call(*arguments, **named)
        except MlflowException as refusal:
            assert refusal.error_code == code, f"{refusal.error_code}: {refusal}"
            return str(refusal)
    raise AssertionError(f"{call.__name__} was not refused")


def prepare():
    sql(
        """CREATE CATALOG main; CREATE SCHEMA main.ml; CREATE USER scientist; CREATE USER reader;
        CREATE USER stranger; GRANT USE CATALOG ON CATALOG main TO scientist;
        GRANT USE SCHEMA, CREATE MODEL ON SCHEMA main.ml TO scientist;
        GRANT USE CATALOG ON CATALOG main TO reader; GRANT USE SCHEMA ON SCHEMA main.ml TO reader"""
    )
    mlflow.set_tracking_uri(new_runs())
    mlflow.set_registry_uri("uc:" + HOST)
    become("scientist")


def trained():
    X, y = datasets.load_iris(return_X_y=True, as_frame=True)
    return X, LinearRegression().fit(X, y)


def register(model=MODEL):
    X, linear = trained()
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(
            linear, name="model", input_example=X.iloc[[0]], registered_model_name=model, **FORMAT,
            **REQUIREMENTS,
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
    assert "s3://b" in refused("RESOURCE_DOES_NOT_EXIST", mlflow.artifacts.download_artifacts, f"models:/{MODEL}/2")
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


def ask(method, path, **body):
    answer = requests.request(
        method, CATALOG + path, json=body,
        headers={"Authorization": "Bearer " + os.environ["MLFLOW_UC_OSS_TOKEN"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


def bucket(number, operation):
    """The bucket, with credentials for the files of a version, and the prefix that they are for."""
    import boto3

    catalog, schema, model = MODEL.split(".")
    lent = ask(
        "POST", "/temporary-model-version-credentials", catalog_name=catalog, schema_name=schema,
        model_name=model, version=number, operation=operation)
    keys = lent["aws_temp_credentials"]
    seconds = lent["expiration_time"] / 1000 - time.time()
    assert seconds <= (3600 if "WRITE" in operation else 900), seconds
    place = urlparse(ask("GET", f"/models/{MODEL}/versions/{number}")["storage_location"])
    resource = boto3.resource(
        "s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"], region_name="us-east-1",
        aws_access_key_id=keys["access_key_id"], aws_secret_access_key=keys["secret_access_key"],
        aws_session_token=keys["session_token"])
    return resource.Bucket(place.netloc), place.path.lstrip("/") + "/"


def denied(call, *arguments, **named):
    from botocore.exceptions import ClientError

    try:
        call(*arguments, **named)
    except ClientError as refusal:
        assert refusal.response["ResponseMetadata"]["HTTPStatusCode"] == 403, refusal
        return
    raise AssertionError(f"{call.__name__} was not denied")


def credentials_reach_one_version_only():
    catalog, schema, model = MODEL.split(".")
    number = ask(
        "POST", "/models/versions", catalog_name=catalog, schema_name=schema, model_name=model,
        source="runs:/1/model")["version"]
    written, staging = bucket(number, "READ_WRITE_MODEL_VERSION")
    reader, export = bucket(3, "READ_MODEL_VERSION")
    keys = [found.key for found in reader.objects.filter(Prefix=export)]
    assert export + "MLmodel" in keys, keys

    denied(reader.put_object, Key=export + "MLmodel", Body=b"x")
    denied(reader.put_object, Key=staging + "MLmodel", Body=b"x")
    denied(list, reader.objects.filter(Prefix=staging))
    denied(list, reader.objects.all())
    denied(list, reader.objects.filter(Prefix=export.rstrip("/").rstrip("0123456789")))
    denied(reader.Object(export + "MLmodel").delete)
    denied(written.Object(export + "MLmodel").get)
    denied(written.put_object, Key=export + "MLmodel", Body=b"x")
    denied(written.put_object, Key=staging.rstrip("/") + "0/MLmodel", Body=b"x")
    denied(list, written.objects.all())

    for key in keys:
        body = reader.Object(key).get()["Body"].read()
        written.put_object(Key=staging + key[len(export):], Body=body)
    finished = ask("PATCH", f"/models/{MODEL}/versions/{number}/finalize")
    assert finished["status"] == "READY", finished

    # The credentials are still valid, but only for objects that are not served.
    written.put_object(Key=staging + "MLmodel", Body=b"scribbled: true")
    other, final = bucket(number, "READ_MODEL_VERSION")
    assert final != staging
    assert b"scribbled" not in other.Object(final + "MLmodel").get()["Body"].read()
    denied(written.put_object, Key=final + "MLmodel", Body=b"x")
    local = with_databricks_uc(
        lambda: mlflow.artifacts.download_artifacts(
            f"models:/{MODEL}/{number}", dst_path=tempfile.mkdtemp()))
    with open(os.path.join(local, "MLmodel")) as file:
        assert "scribbled" not in file.read()
    mlflow.pyfunc.load_model(f"models:/{MODEL}/{number}")


def what_others_sent_is_read():
    X, _ = trained()
    with_databricks_uc(register)
    [[number]] = sql(f"SELECT MAX(version) FROM {MODEL}")
    assert len(mlflow.pyfunc.load_model(f"models:/{MODEL}/{number}").predict(X)) == len(X)


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
            linear, name="model", registered_model_name=MODEL, **FORMAT, **REQUIREMENTS)
    assert "signature" in told, told


def main():
    prepare()
    blocks = [models, versions]
    if WAY == "lent":
        blocks += [
            files_are_written_and_read, credentials_reach_one_version_only,
            what_others_sent_is_read, rights_count, a_model_without_signature_is_refused]
    elif WAY == "direct":
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
