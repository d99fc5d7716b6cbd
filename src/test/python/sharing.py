"""A model that one server shares with another, with MLflow's databricks-uc registry and Databricks' SDK.

The argument is "provide" at the provider, "load" at the recipient, or "revoked" at the recipient after
access was revoked.
"""

import os
import sys
import time

import mlflow
import mlflow.pyfunc
import numpy
from databricks.sdk import WorkspaceClient
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from registry import REQUIREMENTS, log, new_runs, sign_in, sql, token
from sklearn.linear_model import LinearRegression

PART = sys.argv[1]
INPUT = numpy.array([[1.0, 2.0], [3.0, 5.0]])
CHAMPION = "models:/acme_models.ml.churn@Champion"

mlflow.set_tracking_uri(new_runs())
mlflow.set_registry_uri("databricks-uc")


def provide():
    sql("CREATE CATALOG main; CREATE SCHEMA main.ml")
    model = LinearRegression().fit([[0, 0], [1, 1], [2, 5]], [0, 3, 11])
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            model,
            name="model",
            registered_model_name="main.ml.churn",
            signature=mlflow.models.infer_signature(INPUT, model.predict(INPUT)),
            serialization_format="cloudpickle",
            **REQUIREMENTS,
        )
    MlflowClient().set_registered_model_alias("main.ml.churn", "Champion", 1)
    print("PREDICTED", model.predict(INPUT).tolist())


def load():
    host = os.environ["DATABRICKS_HOST"]
    workspace = WorkspaceClient(host=host, token=token("admin"))
    assert [provider.name for provider in workspace.providers.list()] == ["acme"]
    assert [share.name for share in workspace.providers.list_shares("acme")] == ["models"]
    copy = workspace.catalogs.create("copy", provider_name="acme", share_name="models")
    assert copy.name == "copy"
    workspace.catalogs.delete("copy", force=True)
    sign_in("reader")
    client = MlflowClient()
    version = client.get_model_version_by_alias("acme_models.ml.churn", "Champion")
    assert int(version.version) == 1, version
    for change in (
        lambda: client.set_registered_model_alias("acme_models.ml.churn", "x", 1),
        lambda: client.delete_registered_model("acme_models.ml.churn"),
    ):
        try:
            change()
        except MlflowException:
            continue
        raise AssertionError("a shared model was changed")
    loaded = mlflow.pyfunc.load_model(CHAMPION)
    print("PREDICTED", loaded.predict(INPUT).tolist())


def revoked():
    sign_in("reader")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            mlflow.pyfunc.load_model(CHAMPION)
        except Exception as refusal:  # MLflow wraps errors of downloads in several types.
            log("refused: " + str(refusal)[:200])
            return
        # The content is read again after a second.
        time.sleep(0.2)
    raise AssertionError("a revoked model was loaded")


{"provide": provide, "load": load, "revoked": revoked}[PART]()
