"""Refusals of users with one privilege or none: the exception, without retries."""

import contextlib
import os
import tempfile
from unittest import mock

import mlflow
import numpy
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound, PermissionDenied
from databricks.sdk.service.catalog import EntityTagAssignment, PermissionsChange, Privilege
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException, RestException
from mlflow.store.artifact.databricks_sdk_models_artifact_repo import (
    DatabricksSDKModelsArtifactRepository,
)
from mlflow.store.artifact.presigned_url_artifact_repo import PresignedUrlArtifactRepository
from registry import REQUIREMENTS, at_once, log, new_runs, signed_in, sql, token

NATIVE = os.environ.get("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY") == "true"
MODEL = "prod.ml_team.churn"
RIGHTS = ("EXECUTE", "APPLY TAG", "CREATE MODEL VERSION", "MANAGE")


class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input * 2


def prepare():
    """Answers a directory with a model in it."""
    mlflow.set_registry_uri("databricks-uc")
    mlflow.set_tracking_uri(new_runs())
    sql(f"CREATE CATALOG prod; CREATE SCHEMA prod.ml_team; CREATE MODEL {MODEL};"
        "CREATE MODEL prod.ml_team.source")
    directory = os.path.join(tempfile.mkdtemp(), "model")
    mlflow.pyfunc.save_model(
        directory, python_model=Doubling(), input_example=numpy.array([[1.0]]), **REQUIREMENTS)
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


@contextlib.contextmanager
def files_api(used):
    """With or without Databricks' Files API, whatever the server prefers."""
    name = "MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC"
    before = os.environ.get(name)
    os.environ[name] = str(used).lower()
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def check_missing(user):
    """A download of what is missing or hidden raises, and never leaves an empty directory."""
    hidden = [f"models:/{MODEL}/1"]
    missing = [f"models:/{MODEL}/99", "models:/prod.ml_team.none/1", "models:/prod.none.m/1",
               "models:/none.ml_team.m/1"]
    for used in (False, True):
        with files_api(used):
            for uri in missing:
                refusal_of(mlflow.artifacts.download_artifacts, uri)
            with signed_in(user):
                for uri in missing + hidden:
                    refusal_of(mlflow.artifacts.download_artifacts, uri)


def check_deleted_while_it_loads(directory):
    """A version that is deleted after its first file was sent does not become half a model."""
    for used, repository in (
            (False, PresignedUrlArtifactRepository), (True, DatabricksSDKModelsArtifactRepository)):
        version = mlflow.register_model(directory, MODEL).version
        download = repository._download_from_cloud

        def first(self, remote_file_path, local_path):
            download(self, remote_file_path, local_path)
            if sql(f"SELECT 1 FROM versions WHERE full_name = '{MODEL}' AND version = {version}"):
                MlflowClient().delete_model_version(MODEL, version)

        with files_api(used), mock.patch.object(repository, "_download_from_cloud", first):
            # One file after the other, so that some are requested after the version is gone.
            with mock.patch.object(repository, "max_workers", 1, create=True):
                try:
                    mlflow.artifacts.download_artifacts(f"models:/{MODEL}/{version}")
                except Exception as refusal:
                    log(f"deleted while it loads: {type(refusal).__name__}")
                else:
                    raise AssertionError("half a model was taken for a whole one")


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
    unseen = ("RESOURCE_DOES_NOT_EXIST", "CATALOG_DOES_NOT_EXIST")
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
    sql("CREATE USER outsider")
    check_missing("outsider")
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
    check_deleted_while_it_loads(directory)


main()
