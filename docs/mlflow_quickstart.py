"""From a model in Python to a governed one, and back.

Start a server, make two catalogs in SQL, and run this with the unmodified MLflow client:

    pip install "mlflow>=3.11" scikit-learn databricks-sdk
    export DATABRICKS_HOST=http://127.0.0.1:8080 DATABRICKS_TOKEN=vtr_...
    python docs/mlflow_quickstart.py

docs/mlflow.md, section "Quick start", has the SQL.
"""

import os
import tempfile

import mlflow
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

STAGING = "staging.ml_team.iris"
PROD = "prod.ml_team.iris"

mlflow.set_registry_uri("databricks-uc")
if "MLFLOW_TRACKING_URI" not in os.environ:
    runs = os.path.join(tempfile.mkdtemp(), "runs.db")
    mlflow.set_tracking_uri("sqlite:///" + runs)  # Runs are tracked wherever you like.

# Train, and register what was trained as the next version.
X, y = load_iris(return_X_y=True, as_frame=True)
forest = RandomForestClassifier(n_estimators=10).fit(X, y)
with mlflow.start_run():
    logged = mlflow.sklearn.log_model(
        forest,
        name="model",
        input_example=X.iloc[[0]],
        registered_model_name=STAGING,
        serialization_format="cloudpickle",
    )
version = logged.registered_model_version
print(f"registered {STAGING} version {version}")

# Give the version a name, and load it by that.
client = MlflowClient()
client.set_registered_model_alias(STAGING, "Candidate", version)
candidate = mlflow.pyfunc.load_model(f"models:/{STAGING}@Candidate")
print(f"predicted {list(candidate.predict(X.iloc[:3]))}")

# Promote it: needs the privileges to read there and to add versions here.
promoted = client.copy_model_version(f"models:/{STAGING}@Candidate", PROD)
client.set_registered_model_alias(PROD, "Champion", promoted.version)
client.set_model_version_tag(PROD, promoted.version, "validation_status", "approved")
champion = mlflow.pyfunc.load_model(f"models:/{PROD}@Champion")
assert list(champion.predict(X)) == list(candidate.predict(X))
print(f"promoted to {PROD} version {promoted.version}")

# What was approved and when, by a search that the server runs as a query.
for found in client.search_model_versions("tags.validation_status = 'approved'"):
    print(f"approved: {found.name} version {found.version}")
print("Now ask in SQL:")
print(f"  SELECT version, aliases, tags, created_by FROM {PROD};")
print("  SELECT source_table_full_name, target_model_version FROM system.access.model_lineage;")
