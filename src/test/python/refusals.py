"""Refusals of users with one privilege or none: the exception, without retries."""

import os
import tempfile

import mlflow
import numpy
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, PermissionDenied
from databricks.sdk.service.catalog import EntityTagAssignment, PermissionsChange, Privilege
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException, RestException
from registry import at_once, log, signed_in, sql, token

NATIVE = os.environ.get("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY") == "true"
MODEL = "prod.ml_team.churn"
RIGHTS = ("EXECUTE", "APPLY TAG", "CREATE MODEL VERSION", "MANAGE")


class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input * 2


def prepare():
    """Answers a directory with a model in it."""
    mlflow.set_registry_uri("databricks-uc")
    mlflow.set_tracking_uri("sqlite:///" + os.path.join(tempfile.mkdtemp(), "runs.db"))
    sql(f"CREATE CATALOG prod; CREATE SCHEMA prod.ml_team; CREATE MODEL {MODEL};"
        "CREATE MODEL prod.ml_team.source")
    directory = os.path.join(tempfile.mkdtemp(), "model")
    mlflow.pyfunc.save_model(directory, python_model=Doubling(), input_example=numpy.array([[1.0]]))
    mlflow.register_model(directory, MODEL)
    MlflowClient().set_registered_model_alias(MODEL, "Kept", 1)
    MlflowClient().set_registered_model_tag(MODEL, "kept", "1")
    return directory


def of_mlflow(directory):
    """Each call of MLflow's client, and the right that it needs."""
    client = MlflowClient()
    calls = [
        ("EXECUTE", client.get_model_version, MODEL, "1"),
        ("EXECUTE", client.get_model_version_by_alias, MODEL, "Kept"),
        ("EXECUTE", mlflow.artifacts.download_artifacts, f"models:/{MODEL}/1"),
        ("EXECUTE", mlflow.pyfunc.load_model, f"models:/{MODEL}@Kept"),
        ("EXECUTE", client.copy_model_version, f"models:/{MODEL}/1", "prod.ml_team.copy"),
        ("APPLY TAG", client.set_registered_model_tag, MODEL, "k", "v"),
        ("APPLY TAG", client.delete_registered_model_tag, MODEL, "kept"),
        ("APPLY TAG", client.set_model_version_tag, MODEL, "1", "k", "v"),
        ("APPLY TAG", client.delete_model_version_tag, MODEL, "1", "k"),
        ("MANAGE", client.update_registered_model, MODEL, "x"),
        ("MANAGE", client.update_model_version, MODEL, "1", "x"),
        ("MANAGE", client.set_registered_model_alias, MODEL, "Kept", "1"),
        ("MANAGE", client.delete_registered_model_alias, MODEL, "Kept"),
        ("CREATE MODEL", client.rename_registered_model, MODEL, "prod.ml_team.renamed"),
        ("MANAGE", client.delete_model_version, MODEL, "1"),
        ("MANAGE", client.delete_registered_model, MODEL),
        ("CREATE MODEL VERSION", mlflow.register_model, directory, MODEL),
        ("CREATE MODEL", client.create_registered_model, "prod.ml_team.other"),
    ]
    if not NATIVE:
        calls.append(("EXECUTE", client.get_model_version_download_uri, MODEL, "1"))
    return calls


def of_sdk(user):
    """The same of Databricks' SDK."""
    client = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token=token(user))
    tag = EntityTagAssignment(
        entity_type="functions", entity_name=MODEL, tag_key="k", tag_value="v")
    changes = [PermissionsChange(principal=user, add=[Privilege.MANAGE])]
    return [
        ("EXECUTE", client.model_versions.get, MODEL, 1),
        ("EXECUTE", client.model_versions.get_by_alias, MODEL, "Kept"),
        ("EXECUTE", list_of, client.model_versions.list, MODEL),
        ("MANAGE", client.model_versions.update, MODEL, 1, "x"),
        ("MANAGE", client.model_versions.delete, MODEL, 1),
        ("MANAGE", client.registered_models.set_alias, MODEL, "Kept", 1),
        ("MANAGE", client.registered_models.delete_alias, MODEL, "Kept"),
        ("MANAGE", client.registered_models.delete, MODEL),
        ("MANAGE", client.grants.update, "function", MODEL, changes),
        ("APPLY TAG", client.entity_tag_assignments.create, tag),
        ("APPLY TAG", client.entity_tag_assignments.delete, "functions", MODEL, "kept"),
        ("ADMIN", client.schemas.delete, "prod.ml_team"),
        ("ADMIN", client.catalogs.delete, "prod"),
    ]


def list_of(call, *arguments):
    return list(call(*arguments))


def refusal_of(call, *arguments):
    with at_once():
        try:
            if call.__name__ == "update" and len(arguments) == 3 and arguments[0] == "function":
                call(arguments[0], arguments[1], changes=arguments[2])
            elif call.__name__ == "update":
                call(arguments[0], arguments[1], comment=arguments[2])
            else:
                call(*arguments)
        except Exception as refusal:
            return refusal
    raise AssertionError(f"{call.__name__}{arguments} was not refused")


def check_mlflow(user, right, directory):
    seen = ("PERMISSION_DENIED",)
    unseen = ("RESOURCE_DOES_NOT_EXIST", "CATALOG_DOES_NOT_EXIST", "NOT_FOUND")
    with signed_in(user):
        for needed, call, *arguments in of_mlflow(directory):
            if needed == right:
                continue
            refusal = refusal_of(call, *arguments)
            told = f"{call.__name__} as {user}: {type(refusal).__name__} {refusal}"
            assert isinstance(refusal, MlflowException), told
            codes = seen if right else unseen
            if type(refusal) is RestException:
                assert refusal.error_code in codes, f"{refusal.error_code}: {told}"
            else:
                # Copying reads first, and wraps the error.
                assert call.__name__ == "copy_model_version", told
                assert any(code in str(refusal) for code in codes), told
            assert "Traceback" not in str(refusal) and "dev.vitrine" not in str(refusal), told


def check_sdk(user, right):
    for needed, call, *arguments in of_sdk(user):
        if needed == right:
            continue
        refusal = refusal_of(call, *arguments)
        wanted = PermissionDenied if right else NotFound
        assert type(refusal) is wanted or isinstance(refusal, wanted), (
            f"{call.__name__} as {user}: {type(refusal).__name__} {refusal}")


def main():
    directory = prepare()
    for right in (None, *RIGHTS):
        user = "nobody" if right is None else right.lower().replace(" ", "_") + "_only"
        sql(f"CREATE USER {user}")
        if right:
            sql(f"GRANT USE CATALOG ON CATALOG prod TO {user};"
                f"GRANT USE SCHEMA ON SCHEMA prod.ml_team TO {user};"
                f"GRANT {right} ON MODEL {MODEL} TO {user}")
        log(user)
        check_mlflow(user, right, directory)
        check_sdk(user, right)
    rows = sql(f"SELECT version, comment, aliases, tags FROM {MODEL}")
    assert rows == [[1, None, '["Kept"]', "{}"]], rows
    assert sql(f"SELECT tag_name FROM tags WHERE full_name = '{MODEL}'") == [["kept"]]


main()
