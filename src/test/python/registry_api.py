"""MLflow's client with the address of the server as the registry URI: its REST API for registries.

Runs and logged models are in a tracking store of the client's own. DATABRICKS_HOST and its token are
for versions whose files are in Vitrine, which only the clients for Unity Catalog can send. The argument
is "full", or "flat" for a server with a default schema.
"""

import contextlib
import os
import sys
import tempfile

import mlflow
import mlflow.pyfunc
import numpy
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.store.artifact.models_artifact_repo import ModelsArtifactRepository
from registry import REQUIREMENTS, at_once, log, new_runs, sign_in, signed_in, sql
from sklearn import datasets
from sklearn.linear_model import LinearRegression

HOST = os.environ["DATABRICKS_HOST"]
TOKEN = "MLFLOW_TRACKING_TOKEN"
CHURN = "main.ml.churn"
STORED = "main.ml.stored"
FORMAT = {"serialization_format": "cloudpickle"}

# A client that tries again does so for minutes; training and logging take a few seconds.
AT_ONCE_SECONDS = 20


def prepare():
    sql(
        """CREATE CATALOG main; CREATE SCHEMA main.ml; CREATE USER scientist WITH PASSWORD 'correct horse';
        CREATE USER reader; GRANT USE CATALOG ON CATALOG main TO scientist;
        GRANT USE SCHEMA, CREATE MODEL ON SCHEMA main.ml TO scientist;
        GRANT USE CATALOG ON CATALOG main TO reader; GRANT USE SCHEMA ON SCHEMA main.ml TO reader"""
    )
    mlflow.set_tracking_uri(new_runs())
    mlflow.set_registry_uri(HOST)
    sign_in("scientist", TOKEN)
    sign_in("scientist")


def being(user):
    return signed_in(user, TOKEN)


def refused(code, call, *arguments, **named):
    """What an exception says that must come at once, and with this code."""
    with at_once(AT_ONCE_SECONDS):
        try:
            call(*arguments, **named)
        except MlflowException as refusal:
            assert refusal.error_code == code, f"{refusal.error_code}: {refusal}"
            return str(refusal)
    raise AssertionError(f"{call.__name__} was not refused")


@contextlib.contextmanager
def registry(uri):
    mlflow.set_registry_uri(uri)
    try:
        yield
    finally:
        mlflow.set_registry_uri(HOST)


X, Y = datasets.load_iris(return_X_y=True, as_frame=True)
LINEAR = LinearRegression().fit(X, Y)


def log_model(name):
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(
            LINEAR, name="model", input_example=X.iloc[[0]], registered_model_name=name, **FORMAT,
            **REQUIREMENTS,
        )
    return run.info.run_id


def predicts(uri):
    loaded = mlflow.pyfunc.load_model(uri)
    numpy.testing.assert_allclose(loaded.predict(X), LINEAR.predict(X))


def names(models):
    return [model.name for model in models]


def numbers(versions):
    return [int(version.version) for version in versions]


def models_with_files_of_the_tracking_store(client):
    run = log_model(CHURN)
    version = client.get_model_version(CHURN, 1)
    assert version.name == CHURN and version.status == "READY", version
    assert version.current_stage == "None" and version.user_id == "scientist", version
    predicts(f"models:/{CHURN}/1")
    predicts(f"models:/{CHURN}/latest")
    second = mlflow.register_model(f"runs:/{run}/model", CHURN, tags={"kind": "linear"})
    assert second.version in (2, "2") and second.tags == {"kind": "linear"}, second
    third = client.create_model_version(
        CHURN, f"runs:/{run}/model", run_id=run, description="by hand", tags={"a": "b"}
    )
    assert third.run_id == run and third.source == f"runs:/{run}/model", third
    assert client.get_model_version_download_uri(CHURN, 3) == third.source
    rows = sql(f"SELECT version, source, run_id FROM versions WHERE full_name = '{CHURN}' ORDER BY 1")
    assert rows[2] == [3, f"runs:/{run}/model", run], rows
    return run


def aliases_replace_stages(client):
    client.set_registered_model_alias(CHURN, "Champion", 1)
    client.set_registered_model_alias(CHURN, "challenger", "2")
    assert numbers([client.get_model_version_by_alias(CHURN, "Champion")]) == [1]
    predicts(f"models:/{CHURN}@Champion")
    client.set_registered_model_alias(CHURN, "Champion", 2)
    assert client.get_registered_model(CHURN).aliases == {"Champion": "2", "challenger": "2"}
    assert sorted(client.get_model_version(CHURN, 2).aliases) == ["Champion", "challenger"]
    client.delete_registered_model_alias(CHURN, "challenger")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_by_alias, CHURN, "challenger")
    refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, CHURN, "v1", 1)
    message = refused(
        "NOT_IMPLEMENTED", client.transition_model_version_stage, CHURN, "1", "Production"
    )
    assert "aliases" in message, message
    refused("NOT_IMPLEMENTED", client.get_latest_versions, CHURN, ["Production"])
    assert numbers(client.get_latest_versions(CHURN)) == [3]
    assert numbers(client.get_latest_versions(CHURN, ["None"])) == [3]


def tags_and_descriptions(client):
    client.set_registered_model_tag(CHURN, "team", "growth")
    client.set_registered_model_tag(CHURN, "odd key", "ä ' \" %")
    client.update_registered_model(CHURN, description="Predicts churn")
    client.set_model_version_tag(CHURN, "1", "checked", "yes")
    client.update_model_version(CHURN, "1", description="First")
    model = client.get_registered_model(CHURN)
    assert model.tags == {"team": "growth", "odd key": "ä ' \" %"}, model.tags
    assert model.description == "Predicts churn", model
    assert numbers(model.latest_versions) == [3] and model.latest_versions[0].tags == {"a": "b"}
    first = client.get_model_version(CHURN, "1")
    assert first.tags == {"checked": "yes"} and first.description == "First", first
    client.delete_registered_model_tag(CHURN, "odd key")
    client.delete_model_version_tag(CHURN, "1", "checked")
    assert client.get_registered_model(CHURN).tags == {"team": "growth"}
    assert client.get_model_version(CHURN, "1").tags == {}


def searches(client):
    for number in range(5):
        client.create_registered_model(f"main.ml.m{number}", tags={"n": str(number)}, description="x")
    found = client.search_registered_models()
    assert names(found) == [CHURN] + [f"main.ml.m{number}" for number in range(5)], names(found)
    assert found[0].tags == {"team": "growth"} and found[0].aliases == {"Champion": "2"}, found[0]
    assert numbers(found[0].latest_versions) == [3], found[0]
    for filter_string, expected in {
        "name = 'main.ml.m1'": ["main.ml.m1"],
        "name LIKE '%.m_'": [f"main.ml.m{number}" for number in range(5)],
        "name ILIKE '%CHURN'": [CHURN],
        "tags.team = 'growth'": [CHURN],
        "tags.n != '0' AND name LIKE '%.m_'": [f"main.ml.m{number}" for number in range(1, 5)],
    }.items():
        found = client.search_registered_models(filter_string=filter_string)
        assert names(found) == expected, (filter_string, names(found))
    pages = []
    token = None
    while token is None or token:
        page = client.search_registered_models(
            max_results=2, order_by=["name DESC"], page_token=token
        )
        pages += names(page)
        token = page.token or ""
    assert pages == [f"main.ml.m{number}" for number in range(4, -1, -1)] + [CHURN], pages
    assert len(names(mlflow.search_registered_models())) == 6
    refused("INVALID_PARAMETER_VALUE", client.search_registered_models, "colour = 'red'")

    assert numbers(client.search_model_versions(f"name='{CHURN}'")) == [1, 3, 2]
    ordered = client.search_model_versions(f"name='{CHURN}'", order_by=["version_number ASC"])
    assert numbers(ordered) == [1, 2, 3], numbers(ordered)
    assert ordered[1].aliases == ["Champion"] and ordered[1].tags == {"kind": "linear"}, ordered[1]
    assert numbers(client.search_model_versions("tags.kind = 'linear'")) == [2]
    assert numbers(client.search_model_versions(f"run_id = '{ordered[2].run_id}'"))[0] == 3
    assert len(client.search_model_versions(max_results=1)) == 1


def files_in_vitrine(client):
    with registry("databricks-uc"):
        log_model(STORED)
    client.set_registered_model_alias(STORED, "Champion", 1)
    uri = client.get_model_version_download_uri(STORED, 1)
    assert uri == f"{HOST}/api/2.0/mlflow-artifacts/artifacts/Models/main/ml/stored/1", uri
    predicts(f"models:/{STORED}/1")
    predicts(f"models:/{STORED}@Champion")
    with tempfile.TemporaryDirectory() as folder:
        file = mlflow.artifacts.download_artifacts(f"models:/{STORED}/1/MLmodel", dst_path=folder)
        assert "signature" in open(file).read()
    repository = ModelsArtifactRepository(f"models:/{STORED}/1")
    listed = {info.path: info.is_dir for info in repository.list_artifacts("")}
    assert listed["MLmodel"] is False, listed
    assert repository.list_artifacts("MLmodel") == []

    copied = client.copy_model_version(f"models:/{STORED}/1", "main.ml.promoted")
    assert copied.source == f"models:/{STORED}/1" and copied.status == "READY", copied
    predicts("models:/main.ml.promoted/1")
    other = client.copy_model_version(f"models:/{CHURN}@Champion", "main.ml.promoted")
    assert other.tags == {"kind": "linear"}, other
    predicts("models:/main.ml.promoted/2")

    # The reader may load the copy with its files, but not the original, nor a copy that refers to one.
    sql("GRANT EXECUTE ON MODEL main.ml.promoted TO reader")
    with being("reader"):
        predicts("models:/main.ml.promoted/1")
        refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_download_uri, STORED, 1)
        message = refused(
            "RESOURCE_DOES_NOT_EXIST", client.get_model_version_download_uri, "main.ml.promoted", 2
        )
        assert f"is a copy of version 2 of '{CHURN}'" in message, message
        refused("PERMISSION_DENIED", client.delete_model_version, "main.ml.promoted", 1)


def upgrade(client):
    """The script of Databricks that copies models of a workspace's own registry to Unity Catalog."""
    workspace = MlflowClient(registry_uri="databricks")
    before = mlflow.get_registry_uri()
    with registry("databricks"):
        for source in (f"models:/{STORED}/1", f"models:/{STORED}/latest"):
            copied = workspace.copy_model_version(source, "main.ml.upgraded")
            assert copied.name == "main.ml.upgraded" and copied.status == "READY", copied
        predicts(f"models:/{STORED}/1")
        assert names(workspace.search_registered_models(filter_string=f"name = '{STORED}'")) == [STORED]
    assert mlflow.get_registry_uri() == before
    predicts("models:/main.ml.upgraded/2")
    with registry("databricks-uc"):
        predicts("models:/main.ml.upgraded/1")


def flat_names(client):
    """With --mlflow-schema main.ml."""
    created = client.create_registered_model("iris", tags={"flat": "yes"})
    assert created.name == "iris", created
    log_model("iris")
    predicts("models:/iris/1")
    client.set_registered_model_alias("iris", "Champion", "1")
    predicts("models:/iris@Champion")
    predicts("models:/main.ml.iris@Champion")
    assert names(client.search_registered_models("name = 'iris'")) == ["iris"]
    assert names(client.search_registered_models("name = 'main.ml.iris'")) == ["iris"]
    assert names(client.search_registered_models("name LIKE 'ir%'")) == ["iris"]
    assert numbers(client.search_model_versions("name = 'iris'")) == [1]
    copied = client.copy_model_version("models:/iris/1", "iris_copy")
    assert copied.name == "iris_copy" and copied.source == "models:/main.ml.iris/1", copied
    predicts("models:/iris_copy/1")
    client.rename_registered_model("iris", "flower")
    predicts("models:/flower@Champion")
    assert sql("SELECT full_name FROM models WHERE model_name = 'flower'") == [["main.ml.flower"]]
    with registry("databricks-uc"):
        log_model("main.ml.kept")
    workspace = MlflowClient(registry_uri="databricks")
    with registry("databricks"):
        workspace.copy_model_version("models:/kept/1", "main.ml.moved")
    predicts("models:/moved/1")
    client.delete_registered_model("flower")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "flower")


def renaming_and_deleting(client):
    client.rename_registered_model(CHURN, "main.ml.attrition")
    assert client.get_registered_model("main.ml.attrition").tags == {"team": "growth"}
    predicts("models:/main.ml.attrition@Champion")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, CHURN)
    client.delete_model_version("main.ml.attrition", "1")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, "main.ml.attrition", "1")
    client.delete_registered_model("main.ml.attrition")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "main.ml.attrition")
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, STORED)
    refused("INVALID_PARAMETER_VALUE", client.create_registered_model, "flat")
    refused("SCHEMA_DOES_NOT_EXIST", client.create_registered_model, "main.other.m")


def passwords(client):
    token = os.environ.pop(TOKEN)
    os.environ["MLFLOW_TRACKING_USERNAME"] = "scientist"
    os.environ["MLFLOW_TRACKING_PASSWORD"] = "correct horse"
    try:
        predicts(f"models:/{STORED}/1")
    finally:
        del os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"]
    refused("UNAUTHENTICATED", client.get_registered_model, STORED)
    os.environ[TOKEN] = token


def main():
    prepare()
    client = MlflowClient()
    if sys.argv[1] == "flat":
        flat_names(client)
        return
    for part in (
        models_with_files_of_the_tracking_store,
        aliases_replace_stages,
        tags_and_descriptions,
        searches,
        files_in_vitrine,
        upgrade,
        renaming_and_deleting,
        passwords,
    ):
        part(client)
        log(part.__name__)


main()
