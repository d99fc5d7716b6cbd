"""The code of the page "Manage model lifecycle in Unity Catalog", block by block in its order.

The client is configured as the page says and otherwise left as it is released. Outside of the nightly
tests, models name their requirements. Not here: installing
the client, the serving call, and Spark in the block on lineage, where a pandas data set takes its
place and the table is told by the header that a Databricks notebook would send, over HTTP, and by SQL.
"""

import base64
import json
import os
import tempfile

import mlflow
import mlflow.pyfunc
import numpy
import pandas
import requests
from databricks.sdk.errors import NotFound
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException, RestException
from registry import REQUIREMENTS, at_once, log, new_runs, sign_in, signed_in, sql
from sklearn import datasets
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

HOST = os.environ["DATABRICKS_HOST"]
FILES_API = os.environ.get("MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC") == "true"
NATIVE = os.environ.get("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY") == "true"
MODEL = "prod.ml_team.iris_model"

# The default of later releases needs one more library.
FORMAT = {"serialization_format": "cloudpickle"}


def refused(code, call, *arguments, **named):
    """The exception of a call that must be refused at once, and with this code."""
    with at_once():
        try:
            call(*arguments, **named)
        except MlflowException as refusal:
            assert refusal.error_code == code, f"{refusal.error_code}: {refusal}"
            return str(refusal)
    raise AssertionError(f"{call.__name__} was not refused")


def forest():
    X, y = datasets.load_iris(return_X_y=True, as_frame=True)
    clf = RandomForestClassifier(max_depth=7, n_estimators=3)
    return X, y, clf


def prepare():
    sql(
        """CREATE CATALOG prod; CREATE SCHEMA prod.ml_team; CREATE CATALOG staging;
        CREATE SCHEMA staging.ml_team; CREATE USER scientist; GRANT USE CATALOG ON CATALOG prod TO scientist;
        GRANT USE SCHEMA ON SCHEMA prod.ml_team TO scientist;
        GRANT CREATE_MODEL ON SCHEMA prod.ml_team TO scientist"""
    )
    sign_in("scientist")
    # Runs are tracked on this machine; the registry does not depend on where.
    mlflow.set_tracking_uri(new_runs())


def configure():
    mlflow.set_registry_uri("databricks-uc")


def register_with_autologging():
    mlflow.sklearn.autolog(log_input_examples=True, **FORMAT)
    X, y, clf = forest()
    clf.fit(X, y)
    mlflow.sklearn.autolog(disable=True)
    autolog_run = mlflow.last_active_run()
    model_uri = "runs:/{}/model".format(autolog_run.info.run_id)
    version = mlflow.register_model(model_uri, MODEL)
    assert (version.name, int(version.version), version.status) == (MODEL, 1, "READY"), version
    assert version.run_id == autolog_run.info.run_id
    return autolog_run.info.run_id


def register_with_the_api(run_uuid):
    version = mlflow.register_model(f"runs:/{run_uuid}/model", MODEL)
    assert int(version.version) == 2, version


def register_with_inferred_signature():
    with mlflow.start_run():
        X, y, clf = forest()
        # Predicts nothing that the versions before it do.
        clf.fit(X, (y + 1) % 3)
        input_example = X.iloc[[0]]
        mlflow.sklearn.log_model(
            sk_model=clf,
            artifact_path="model",
            input_example=input_example,
            registered_model_name=MODEL,
            **FORMAT,
            **REQUIREMENTS,
        )
    rows = sql(f"SELECT version, status, created_by, signature FROM {MODEL} ORDER BY version")
    assert [row[:3] for row in rows] == [[n, "READY", "scientist"] for n in (1, 2, 3)], rows
    assert "sepal length (cm)" in json.loads(rows[2][3])["inputs"]


def what_a_version_has_inside():
    """The client sends no parameters and metrics; it shows those of the registry."""
    columns = sql(
        "SELECT name, type, required FROM signature_columns"
        f" WHERE full_name = '{MODEL}' AND version = 3 AND direction = 'INPUT' ORDER BY position"
    )
    assert [column[0] for column in columns] == list(forest()[0].columns), columns
    assert {tuple(column[1:]) for column in columns} == {("double", "YES")}, columns
    outputs = sql(
        f"SELECT type, shape FROM signature_columns WHERE full_name = '{MODEL}' AND version = 3"
        " AND direction = 'OUTPUT'"
    )
    assert outputs == [["long", None]], outputs
    sql(f"ALTER MODEL {MODEL} VERSION 3 SET METRICS ('accuracy' = 0.93, 'loss' = 1e-3 DATASET 'eval' STEP 7)")
    version = MlflowClient().get_model_version(MODEL, 3)
    shown = [(each.key, each.value, each.step, each.dataset_name) for each in version.metrics]
    assert shown == [("accuracy", 0.93, 0, ""), ("loss", 0.001, 7, "eval")], shown
    assert version.params == [], version.params

    body = {
        "source": "runs:/1/model",
        "model_params": [{"name": "max_depth", "value": "7"}],
        "model_metrics": [{"key": "auc", "value": 0.5, "timestamp": 1700000000123, "step": "2"}],
        "deployment_job_id": 4711,
    }
    sql("CREATE MODEL prod.ml_team.inside; GRANT ALL PRIVILEGES ON MODEL prod.ml_team.inside TO scientist")
    if NATIVE:
        path = "/api/2.1/unity-catalog/models/versions"
        body.update(catalog_name="prod", schema_name="ml_team", model_name="inside")
    else:
        path = "/api/2.0/mlflow/unity-catalog/model-versions/create"
        body.update(name="prod.ml_team.inside")
    headers = {"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]}
    answer = requests.post(HOST + path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    version = MlflowClient().get_model_version("prod.ml_team.inside", 1)
    assert [(each.key, each.value) for each in version.params] == [("max_depth", "7")]
    metric = version.metrics[0]
    assert (metric.key, metric.value, metric.timestamp, metric.step) == ("auc", 0.5, 1700000000123, 2), metric
    assert version.deployment_job_state.job_id == "4711", version.deployment_job_state
    rows = sql("SELECT name, \"value\", step FROM version_metrics WHERE full_name = 'prod.ml_team.inside'")
    assert rows == [["auc", 0.5, 2]], rows
    sql("DROP MODEL prod.ml_team.inside")


def without_signature_nothing_is_registered():
    with mlflow.start_run():
        X, y, clf = forest()
        clf.fit(X, y)
        try:
            mlflow.sklearn.log_model(
                sk_model=clf, artifact_path="model", registered_model_name=MODEL, **FORMAT, **REQUIREMENTS
            )
        except MlflowException as refusal:
            assert "signature" in str(refusal)
        else:
            raise AssertionError("a model without signature was registered")


def aliases():
    client = MlflowClient()
    client.set_registered_model_alias(MODEL, "Champion", 1)
    assert int(client.get_model_version_by_alias(MODEL, "Champion").version) == 1
    client.set_registered_model_alias(MODEL, "Champion", 2)
    champion = client.get_model_version_by_alias(MODEL, "Champion")
    assert int(champion.version) == 2
    assert "Champion" in str(champion.aliases)
    client.delete_registered_model_alias(MODEL, "Champion")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_by_alias, MODEL, "Champion")
    refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, MODEL, "latest", 1)


def load_by_alias():
    MlflowClient().set_registered_model_alias(MODEL, "Champion", 2)
    test_x, _, _ = forest()
    model_version_uri = "models:/prod.ml_team.iris_model@Champion"
    champion_version = mlflow.pyfunc.load_model(model_version_uri)
    before = champion_version.predict(test_x)
    assert len(before) == len(test_x)

    sql(f"ALTER MODEL {MODEL} VERSION 3 SET ALIAS Champion")
    client = mlflow.tracking.MlflowClient()
    champion_version = client.get_model_version_by_alias("prod.ml_team.iris_model", "Champion")
    model_name = champion_version.name
    model_version = champion_version.version
    assert (model_name, int(model_version)) == (MODEL, 3), "an alias moved in SQL"
    after = mlflow.pyfunc.load_model(model_version_uri).predict(test_x)
    third = mlflow.pyfunc.load_model(f"models:/{MODEL}/3").predict(test_x)
    assert numpy.array_equal(after, third), "what it loads next"
    assert numpy.mean(after != before) > 0.8, "is another model"


def both_see_changes_at_once():
    """The SQL session stays open, and so does the client."""
    client = MlflowClient()
    alias = f"SELECT version FROM aliases WHERE full_name = '{MODEL}' AND alias = 'Shared'"
    for version in (1, 2):
        client.set_registered_model_alias(MODEL, "Shared", version)
        assert sql(alias) == [[version]]
    sql(f"ALTER MODEL {MODEL} UNSET ALIAS Shared")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version_by_alias, MODEL, "Shared")
    sql(f"COMMENT ON MODEL {MODEL} VERSION 1 IS 'said in SQL'")
    assert client.get_model_version(MODEL, "1").description == "said in SQL"
    client.update_model_version(MODEL, "1", "said in Python")
    assert sql(f"SELECT comment FROM {MODEL} WHERE version = 1") == [["said in Python"]]
    sql("CREATE MODEL prod.ml_team.passing; GRANT EXECUTE ON MODEL prod.ml_team.passing TO scientist")
    assert client.get_registered_model("prod.ml_team.passing").name == "prod.ml_team.passing"
    sql("REVOKE EXECUTE ON MODEL prod.ml_team.passing FROM scientist")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "prod.ml_team.passing")
    sql("DROP MODEL prod.ml_team.passing")


def load_by_number():
    test_x, _, _ = forest()
    model_version_uri = "models:/prod.ml_team.iris_model/1"
    first_version = mlflow.pyfunc.load_model(model_version_uri)
    assert len(first_version.predict(test_x)) == len(test_x)


def share():
    """To share write privileges, the model goes to a group."""
    sql(
        f"""CREATE GROUP crew WITH USER scientist; CREATE USER colleague;
        ALTER GROUP crew ADD USER colleague; ALTER MODEL {MODEL} SET OWNER TO crew;
        GRANT USE CATALOG ON CATALOG prod TO crew; GRANT USE SCHEMA ON SCHEMA prod.ml_team TO crew"""
    )
    with signed_in("colleague"):
        MlflowClient().set_registered_model_alias(MODEL, "Champion", 1)


def lineage():
    iris = datasets.load_iris()
    iris_df = pandas.DataFrame(iris.data, columns=iris.feature_names)
    iris_df["species"] = iris.target
    dataset = mlflow.data.from_pandas(iris_df, name="prod.ml_team.iris")
    X = iris_df.drop("species", axis=1)
    y = iris_df["species"]
    with mlflow.start_run() as run:
        clf = RandomForestRegressor(n_estimators=3)
        clf.fit(X, y)
        mlflow.log_input(dataset, "training")
        input_example = X.iloc[[0]]
        mlflow.sklearn.log_model(
            sk_model=clf,
            artifact_path="model",
            input_example=input_example,
            registered_model_name="prod.ml_team.iris_classifier",
            **FORMAT,
            **REQUIREMENTS,
        )
    header = {
        "entities": [{"notebook": {"id": "17"}}],
        "lineages": [{"source_securables": [{"table": {"name": "prod.ml_team.iris"}}]}],
    }
    response = requests.post(
        HOST + "/api/2.0/mlflow/unity-catalog/model-versions/create",
        headers={
            "Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"],
            "X-Databricks-Lineage-Identifier": base64.b64encode(json.dumps(header).encode()),
        },
        json={
            "name": "prod.ml_team.iris_classifier",
            "source": f"runs:/{run.info.run_id}/model",
            "run_id": run.info.run_id,
        },
    )
    assert response.status_code == 200, response.text
    later = {
        "name": "prod.ml_team.iris_classifier",
        "version": "1",
        "lineages": [{"source_securables": [{"table": {"name": "prod.ml_team.iris"}}]}],
    }
    response = requests.post(
        HOST + "/api/2.1/unity-catalog/lineage",
        headers={"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]},
        json=later,
    )
    assert response.status_code == 200, response.text
    sql(
        "ALTER MODEL prod.ml_team.iris_classifier ADD VERSION FROM 's3://bucket/model'"
        " INPUTS (prod.ml_team.iris)"
    )
    rows = sql(
        "SELECT source_table_full_name, target_model_version, created_by"
        " FROM system.access.model_lineage ORDER BY target_model_version, 1"
    )
    assert rows == [
        ["prod.ml_team.iris", 1, "scientist"],
        ["notebook:17", 2, "scientist"],
        ["prod.ml_team.iris", 2, "scientist"],
        ["prod.ml_team.iris", 3, "admin"],
    ], rows


def what_sql_registered_has_no_files():
    uri = "models:/prod.ml_team.iris_classifier/3"
    if FILES_API:
        try:
            mlflow.pyfunc.load_model(uri)
        except NotFound as refusal:
            message = str(refusal)
    else:
        message = refused("RESOURCE_DOES_NOT_EXIST", mlflow.pyfunc.load_model, uri)
    assert "s3://bucket/model" in message, message


def control_access():
    sql("CREATE USER reader; GRANT USE CATALOG ON CATALOG prod TO reader;"
        "GRANT USE SCHEMA ON SCHEMA prod.ml_team TO reader")
    with signed_in("reader"):
        refused("RESOURCE_DOES_NOT_EXIST", MlflowClient().get_registered_model, MODEL)
    response = requests.patch(
        f"{HOST}/api/2.1/unity-catalog/permissions/function/{MODEL}",
        headers={"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]},
        json={"changes": [{"principal": "reader", "add": ["EXECUTE"]}]},
    )
    assert response.status_code == 200, response.text
    with signed_in("reader"):
        client = MlflowClient()
        assert client.get_registered_model(MODEL).name == MODEL
        mlflow.pyfunc.load_model(f"models:/{MODEL}/1")
        refused("PERMISSION_DENIED", client.set_registered_model_alias, MODEL, "Mine", 1)
        refused("PERMISSION_DENIED", client.delete_model_version, MODEL, "1")
        refused("PERMISSION_DENIED", client.set_registered_model_tag, MODEL, "task", "x")
        refused("PERMISSION_DENIED", client.create_registered_model, "prod.ml_team.other")
    os.environ["DATABRICKS_TOKEN"], right = "vtr_wrong", os.environ["DATABRICKS_TOKEN"]
    refused("UNAUTHENTICATED", MlflowClient().get_registered_model, MODEL)
    os.environ["DATABRICKS_TOKEN"] = right


def rename():
    client = MlflowClient()
    client.rename_registered_model(MODEL, "prod.ml_team.iris_renamed")
    test_x, _, _ = forest()
    mlflow.pyfunc.load_model("models:/prod.ml_team.iris_renamed@Champion").predict(test_x)
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, MODEL)
    client.rename_registered_model("prod.ml_team.iris_renamed", MODEL)


def copy():
    client = MlflowClient()
    copied = client.copy_model_version(f"models:/{MODEL}/1", "prod.ml_team.iris_copy")
    assert (copied.name, int(copied.version)) == ("prod.ml_team.iris_copy", 1), copied
    test_x, _, _ = forest()
    original = mlflow.pyfunc.load_model(f"models:/{MODEL}/1").predict(test_x)
    same = mlflow.pyfunc.load_model("models:/prod.ml_team.iris_copy/1").predict(test_x)
    assert numpy.array_equal(original, same)
    # An admin may do everything except read files.
    sql(f"GRANT EXECUTE ON MODEL {MODEL} TO admin")
    sql(f"ALTER MODEL prod.ml_team.iris_copy ADD VERSION FROM MODEL {MODEL} VERSION 1")
    in_sql = mlflow.pyfunc.load_model("models:/prod.ml_team.iris_copy/2").predict(test_x)
    assert numpy.array_equal(original, in_sql)


def delete():
    client = MlflowClient()
    versions = [1, 2]
    for version in versions:
        client.delete_model_version(name="prod.ml_team.iris_copy", version=version)
    client = MlflowClient()
    client.delete_registered_model(name="prod.ml_team.iris_copy")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "prod.ml_team.iris_copy")
    deleted_models_come_back(client, versions)


def deleted_models_come_back(client, versions):
    """What a client deletes can be restored in SQL, and loads again."""
    test_x, _, _ = forest()
    original = mlflow.pyfunc.load_model(f"models:/{MODEL}/1").predict(test_x)
    sql("UNDROP MODEL prod.ml_team.iris_copy AS iris_restored")
    for version in versions:
        sql(f"ALTER MODEL prod.ml_team.iris_restored UNDROP VERSION {version}")
        restored = mlflow.pyfunc.load_model(f"models:/prod.ml_team.iris_restored/{version}")
        assert numpy.array_equal(original, restored.predict(test_x))
    client.delete_registered_model(name="prod.ml_team.iris_restored")
    sql("UNDROP MODEL prod.ml_team.iris_restored")
    again = mlflow.pyfunc.load_model("models:/prod.ml_team.iris_restored/1").predict(test_x)
    assert numpy.array_equal(original, again)
    sql("DROP MODEL prod.ml_team.iris_restored PURGE")


def tags():
    client = MlflowClient()
    client.set_registered_model_tag("prod.ml_team.iris_model", "task", "classification")
    assert client.get_registered_model(MODEL).tags == {"task": "classification"}
    client.delete_registered_model_tag("prod.ml_team.iris_model", "task")
    assert client.get_registered_model(MODEL).tags == {}
    client.set_model_version_tag(
        "prod.ml_team.iris_model", "1", "validation_status", "approved"
    )
    assert client.get_model_version(MODEL, "1").tags == {"validation_status": "approved"}
    if not NATIVE:
        found = client.search_model_versions("tags.validation_status LIKE 'appr%'")
        assert [(v.name, int(v.version)) for v in found] == [(MODEL, 1)], found
    client.delete_model_version_tag("prod.ml_team.iris_model", "1", "validation_status")
    assert client.get_model_version(MODEL, "1").tags == {}
    sql(f"CREATE USER tagger; GRANT USE CATALOG ON CATALOG prod TO tagger;"
        f"GRANT USE SCHEMA ON SCHEMA prod.ml_team TO tagger; GRANT APPLY TAG ON MODEL {MODEL} TO tagger")
    with signed_in("tagger"):
        client.set_registered_model_tag(MODEL, "task", "x")
        client.delete_registered_model_tag(MODEL, "task")
        refused("PERMISSION_DENIED", client.get_model_version, MODEL, "1")


def describe():
    client = MlflowClient()
    client.update_registered_model(name=MODEL, description="Of iris, by kind")
    client.update_model_version(name=MODEL, version=1, description="The first")
    assert client.get_registered_model(MODEL).description == "Of iris, by kind"
    assert client.get_model_version(MODEL, "1").description == "The first"
    assert sql(f"SELECT comment FROM {MODEL} WHERE version = 1") == [["The first"]]


def list_and_search():
    client = MlflowClient()
    names = [model.name for model in client.search_registered_models()]
    assert names == ["prod.ml_team.iris_classifier", MODEL], names
    first = client.search_registered_models(max_results=1)
    second = client.search_registered_models(max_results=1, page_token=first.token)
    assert [m.name for m in first] + [m.name for m in second] == names and not second.token
    versions = [int(mv.version) for mv in client.search_model_versions(f"name='{MODEL}'")]
    assert versions == [3, 2, 1], versions
    assert list(client.search_model_versions("name='prod.ml_team.none'")) == []
    if not NATIVE:
        later = client.search_model_versions(f"name = '{MODEL}' AND version_number >= 2")
        assert len(later) == 2
        refused("INVALID_PARAMETER_VALUE", client.search_model_versions, "colour = 'red'")


def download():
    destination_path = tempfile.mkdtemp()
    model_name, version = MODEL, 1
    model_uri = f"models:/{model_name}/{version}"
    mlflow.artifacts.download_artifacts(artifact_uri=model_uri, dst_path=destination_path)
    assert os.path.getsize(os.path.join(destination_path, "MLmodel")) > 0
    assert os.path.getsize(os.path.join(destination_path, "model.pkl")) > 0


def large_files():
    """Of a size from which clients send parts and fetch ranges."""
    os.environ["MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE"] = str(20 << 20)
    source = tempfile.mkdtemp()
    mlflow.artifacts.download_artifacts(artifact_uri=f"models:/{MODEL}/1", dst_path=source)
    names = ["large.bin", "a b%20c#d?e+ü.txt", os.path.join("deep", "er", "empty")]
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(source, name)), exist_ok=True)
    with open(os.path.join(source, names[0]), "wb") as large:
        for block in range(60):
            large.write(bytes([block]) * (1 << 20))
    with open(os.path.join(source, names[1]), "w") as named:
        named.write("named strangely")
    open(os.path.join(source, names[2]), "w").close()
    version = mlflow.register_model(source, "prod.ml_team.large")
    uri = f"models:/prod.ml_team.large/{version.version}"
    fetched = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=tempfile.mkdtemp())
    for name in names:
        with open(os.path.join(source, name), "rb") as sent:
            with open(os.path.join(fetched, name), "rb") as came:
                assert sent.read() == came.read(), name
    rows = sql("SELECT bytes > 62914560 FROM version_files WHERE model_name = 'large'")
    assert rows == [["true"]], rows
    MlflowClient().delete_registered_model("prod.ml_team.large")


PROMOTION = [
    ("USE CATALOG", "CATALOG staging"),
    ("USE CATALOG", "CATALOG prod"),
    ("USE SCHEMA", "SCHEMA staging.ml_team"),
    ("USE SCHEMA", "SCHEMA prod.ml_team"),
    ("EXECUTE", "MODEL staging.ml_team.fraud_detection"),
]


def promote():
    with signed_in("admin"):
        with mlflow.start_run():
            X, y, clf = forest()
            clf.fit(X, y)
            mlflow.sklearn.log_model(
                sk_model=clf,
                artifact_path="model",
                input_example=X.iloc[[0]],
                registered_model_name="staging.ml_team.fraud_detection",
                **FORMAT,
                **REQUIREMENTS,
            )
    sql("CREATE MODEL prod.ml_team.fraud_detection; CREATE USER promoter;"
        "CREATE GROUP nobody; ALTER MODEL prod.ml_team.fraud_detection SET OWNER TO promoter")
    for privilege, securable in PROMOTION:
        sql(f"GRANT {privilege} ON {securable} TO promoter")
    with signed_in("promoter"):
        client = mlflow.tracking.MlflowClient()
        for privilege, securable in PROMOTION:
            sql(f"REVOKE {privilege} ON {securable} FROM promoter")
            must_not_promote(client, f"without {privilege} on {securable}")
            sql(f"GRANT {privilege} ON {securable} TO promoter")
        sql("ALTER MODEL prod.ml_team.fraud_detection SET OWNER TO nobody")
        must_not_promote(client, "as one who does not own the target")
        sql("ALTER MODEL prod.ml_team.fraud_detection SET OWNER TO promoter")
        assert sql("SELECT COUNT(*) FROM prod.ml_team.fraud_detection") == [[0]]

        src_model_name = "staging.ml_team.fraud_detection"
        src_model_version = "1"
        src_model_uri = f"models:/{src_model_name}/{src_model_version}"
        dst_model_name = "prod.ml_team.fraud_detection"
        copied_model_version = client.copy_model_version(src_model_uri, dst_model_name)

        client = mlflow.tracking.MlflowClient()
        client.set_registered_model_alias(
            name="prod.ml_team.fraud_detection",
            alias="Champion",
            version=copied_model_version.version,
        )
        test_x, _, _ = forest()
        mlflow.pyfunc.load_model("models:/prod.ml_team.fraud_detection@Champion").predict(test_x)
    rows = sql(
        "SELECT source_table_full_name FROM system.access.model_lineage"
        " WHERE target_model_full_name = 'prod.ml_team.fraud_detection'"
    )
    assert rows == [["models:/staging.ml_team.fraud_detection/1"]], rows


def must_not_promote(client, why):
    try:
        client.copy_model_version(
            "models:/staging.ml_team.fraud_detection/1", "prod.ml_team.fraud_detection"
        )
    except MlflowException as refusal:
        # The client wraps the error about the source, which then is in the message only.
        denied = ("PERMISSION_DENIED", "CATALOG_DOES_NOT_EXIST", "SCHEMA_DOES_NOT_EXIST",
                  "RESOURCE_DOES_NOT_EXIST")
        told = f"{refusal.error_code} {refusal}"
        assert any(code in told for code in denied), f"{why}: {told}"
    else:
        raise AssertionError(f"promoted {why}")


def main():
    prepare()
    run = None
    for block in (
        configure,
        register_with_autologging,
        register_with_the_api,
        register_with_inferred_signature,
        what_a_version_has_inside,
        without_signature_nothing_is_registered,
        aliases,
        load_by_alias,
        both_see_changes_at_once,
        load_by_number,
        share,
        lineage,
        what_sql_registered_has_no_files,
        control_access,
        rename,
        copy,
        delete,
        tags,
        describe,
        list_and_search,
        download,
        large_files,
        promote,
    ):
        log(block.__name__)
        if block is register_with_the_api:
            block(run)
        else:
            run = block() or run
    log(f"mlflow {mlflow.__version__}: all blocks of the page")


main()
