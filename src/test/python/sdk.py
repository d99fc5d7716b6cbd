"""Databricks' SDK against a server: catalogs, schemas, registered models, versions, grants."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import (
    BadRequest,
    NotFound,
    PermissionDenied,
    ResourceAlreadyExists,
    Unauthenticated,
)
from databricks.sdk.service.catalog import (
    CreateRequestExternalLineage,
    EntityTagAssignment,
    ExternalLineageModelVersion,
    ExternalLineageObject,
    ExternalLineageTable,
    LineageDirection,
    PermissionsChange,
    Privilege,
)
from databricks.sdk.service.sharing import (
    AuthenticationType,
    PermissionsChange as SharingPermissionsChange,
    SharedDataObject,
    SharedDataObjectDataObjectType,
    SharedDataObjectUpdate,
    SharedDataObjectUpdateAction,
)
from databricks.sdk.service.sql import (
    Disposition,
    Format,
    ServiceErrorCode,
    StatementParameterListItem,
    StatementState,
)
from registry import at_once, log, sign_in, sql, token

HOST = os.environ["DATABRICKS_HOST"]
FULL = "main.ml.churn"


def client(user):
    return WorkspaceClient(host=HOST, token=token(user))


def refused(kind, call, *arguments, **named):
    with at_once():
        try:
            call(*arguments, **named)
        except kind as refusal:
            return str(refusal)
    raise AssertionError(f"{call.__name__} was not refused")


def containers(admin):
    created = admin.catalogs.create("main", comment="All of it", storage_root="s3://bucket/main")
    assert (created.name, created.owner, created.comment) == ("main", "admin", "All of it")
    assert created.storage_root == "s3://bucket/main"
    refused(BadRequest, admin.catalogs.create, "MAIN")
    schema = admin.schemas.create("ml", "main", comment="Learning")
    assert (schema.full_name, schema.catalog_name, schema.comment) == ("main.ml", "main", "Learning")
    assert admin.schemas.update("main.ml", comment="Machines").comment == "Machines"
    assert admin.catalogs.get("main").created_by == "admin"
    for n in range(5):
        admin.schemas.create(f"s{n}", "main")
    assert [s.name for s in admin.schemas.list("main", max_results=2)] == [
        "ml", "s0", "s1", "s2", "s3", "s4"]
    refused(BadRequest, admin.schemas.create, "a.b", "main")
    refused(NotFound, admin.schemas.get, "main.nothing")
    refused(NotFound, admin.schemas.list("nothing").__next__)
    admin.schemas.delete("main.s0")
    admin.catalogs.create("spare")
    admin.schemas.create("inside", "spare")
    refused(BadRequest, admin.catalogs.delete, "spare")
    admin.catalogs.delete("spare", force=True)
    assert "spare" not in [c.name for c in admin.catalogs.list()]


def models(admin):
    model = admin.registered_models.create(
        catalog_name="main", schema_name="ml", name="churn", comment="Who leaves")
    assert (model.full_name, model.owner, model.browse_only) == (FULL, "admin", False)
    sql(f"ALTER MODEL {FULL} ADD VERSION FROM 's3://a'; ALTER MODEL {FULL} ADD VERSION FROM 's3://b'")
    alias = admin.registered_models.set_alias(FULL, "Champion", 1)
    assert (alias.alias_name, alias.version_num) == ("Champion", 1)
    assert admin.model_versions.get_by_alias(FULL, "champion").version == 1
    model = admin.registered_models.get(FULL, include_aliases=True)
    assert [(a.alias_name, a.version_num) for a in model.aliases] == [("Champion", 1)]
    assert [v.version for v in admin.model_versions.list(FULL, max_results=1)] == [2, 1]
    assert admin.model_versions.get(FULL, 2).source == "s3://b"
    assert admin.model_versions.update(FULL, 2, comment="Better").comment == "Better"
    admin.registered_models.delete_alias(FULL, "Champion")
    refused(NotFound, admin.model_versions.get_by_alias, FULL, "Champion")
    admin.model_versions.delete(FULL, 1)
    refused(NotFound, admin.model_versions.get, FULL, 1)
    assert admin.registered_models.update(FULL, new_name="left").full_name == "main.ml.left"
    assert admin.registered_models.update("main.ml.left", new_name=FULL).full_name == FULL
    listed = list(admin.registered_models.list(catalog_name="main", schema_name="ml"))
    assert [m.full_name for m in listed] == [FULL]


def grants(admin):
    sql("CREATE USER ann; CREATE USER bob; CREATE USER eve")
    both = [
        PermissionsChange(principal="ann", add=[Privilege.EXECUTE, Privilege.APPLY_TAG]),
        PermissionsChange(principal="nobody", add=[Privilege.EXECUTE]),
    ]
    refused(NotFound, admin.grants.update, "function", FULL, changes=both)
    assert not admin.grants.get("function", FULL).privilege_assignments, "all or nothing"
    admin.grants.update("function", FULL, changes=both[:1])
    admin.grants.update("catalog", "main", changes=[
        PermissionsChange(principal="ann", add=[Privilege.USE_CATALOG]),
        PermissionsChange(principal="eve", add=[Privilege.BROWSE])])
    admin.grants.update("schema", "main.ml", changes=[
        PermissionsChange(principal="ann", add=[Privilege.USE_SCHEMA, Privilege.CREATE_MODEL])])
    admin.grants.update("metastore", "metastore", changes=[
        PermissionsChange(principal="ann", add=[Privilege.CREATE_CATALOG])])
    granted = admin.grants.get("function", FULL).privilege_assignments
    assert [(g.principal, sorted(p.value for p in g.privileges)) for g in granted] == [
        ("ann", ["APPLY_TAG", "EXECUTE"])]
    effective = admin.grants.get_effective("function", FULL, principal="ann").privilege_assignments
    assert {p.privilege.value for p in effective[0].privileges} == {"APPLY_TAG", "EXECUTE"}
    refused(BadRequest, admin.grants.update, "function", FULL, changes=[
        PermissionsChange(principal="ann", add=[Privilege.USE_CATALOG])])
    refused(BadRequest, admin.grants.get, "volume", FULL)

    ann, bob, eve = client("ann"), client("bob"), client("eve")
    assert ann.registered_models.get(FULL).comment == "Who leaves"
    refused(PermissionDenied, ann.registered_models.update, FULL, comment="x")
    refused(PermissionDenied, ann.grants.update, "function", FULL, changes=both[:1])
    own = ann.grants.get("function", FULL).privilege_assignments
    assert [g.principal for g in own] == ["ann"]
    hidden = refused(NotFound, bob.registered_models.get, FULL)
    absent = refused(NotFound, bob.registered_models.get, "nothing.ml.churn")
    assert hidden.replace("main", "nothing") == absent, (hidden, absent)
    assert list(bob.registered_models.list()) == []
    assert [c.name for c in bob.catalogs.list()] == [c.name for c in client("bob").catalogs.list()]
    refused(PermissionDenied, ann.model_versions.update, FULL, 2, comment="x")
    assert list(eve.registered_models.list()) == []
    seen = list(eve.registered_models.list(include_browse=True))
    assert [(m.full_name, m.browse_only) for m in seen] == [(FULL, True)], seen
    assert [(c.name, c.browse_only) for c in eve.catalogs.list(include_browse=True)
            if c.name == "main"] == [("main", True)]
    refused(PermissionDenied, eve.model_versions.get, FULL, 2)
    refused(Unauthenticated, WorkspaceClient(host=HOST, token="vtr_x").catalogs.get, "main")
    admin.grants.update("function", FULL, changes=[
        PermissionsChange(principal="ann", remove=[Privilege.EXECUTE])])
    refused(PermissionDenied, ann.model_versions.get, FULL, 2)


def pages_of_grants(admin):
    users = [f"user{n:03}" for n in range(160)]
    sql(";".join(f"CREATE USER {user}; GRANT EXECUTE ON MODEL {FULL} TO {user}" for user in users))
    whole = admin.grants.get("function", FULL).privilege_assignments
    assert {*users} <= {g.principal for g in whole}
    paged, token = [], None
    while True:
        page = admin.grants.get("function", FULL, max_results=150, page_token=token)
        paged += [g.principal for g in page.privilege_assignments]
        token = page.next_page_token
        if not token:
            break
    assert paged == sorted(g.principal for g in whole), paged
    listed = [g.principal for g in admin.grants.list("function", FULL, page_size=150)]
    assert listed == paged
    effective = admin.grants.list_effective("function", FULL, page_size=150)
    assert {*users} <= {g.principal for g in effective}
    one = admin.grants.get("function", FULL, principal="user007").privilege_assignments
    assert [g.principal for g in one] == ["user007"]
    metastore = sql("SELECT current_metastore() FROM principals")[0][0]
    assert admin.grants.get("metastore", metastore).privilege_assignments[0].principal == "ann"
    sql(";".join(f"DROP USER {user}" for user in users))


def entity_tags(admin):
    tags = admin.entity_tag_assignments
    for kind, name in (("catalogs", "main"), ("schemas", "main.ml"), ("functions", FULL)):
        for key in ("b", "a"):
            made = tags.create(EntityTagAssignment(
                entity_type=kind, entity_name=name, tag_key=key, tag_value="1"))
            assert (made.tag_key, made.tag_value) == (key, "1")
        changed = EntityTagAssignment(entity_type=kind, entity_name=name, tag_key="a", tag_value="2")
        refused(ResourceAlreadyExists, tags.create, changed)
        tags.update(kind, name, "a", changed, update_mask="tag_value")
        assert tags.get(kind, name, "a").tag_value == "2"
        found = [(t.tag_key, t.tag_value) for t in tags.list(kind, name, max_results=1)]
        assert found == [("a", "2"), ("b", "1")], found
        tags.delete(kind, name, "b")
        refused(NotFound, tags.get, kind, name, "b")
        refused(NotFound, tags.delete, kind, name, "b")
    assert sql("SELECT object_type, tag_value FROM tags ORDER BY object_type") == [
        ["CATALOG", "2"], ["MODEL", "2"], ["SCHEMA", "2"]]
    refused(BadRequest, tags.get, "tables", "main.ml.t", "a")
    refused(NotFound, client("bob").entity_tag_assignments.get, "catalogs", "main", "a")


def lineage(admin):
    table = ExternalLineageObject(table=ExternalLineageTable(name="main.raw.customers"))
    version = ExternalLineageObject(
        model_version=ExternalLineageModelVersion(name=FULL, version="2"))
    admin.external_lineage.create_external_lineage_relationship(
        CreateRequestExternalLineage(source=table, target=version))
    rows = sql("SELECT source_table_full_name, target_model_version FROM system.access.model_lineage")
    assert rows == [["main.raw.customers", 2]], rows
    came = admin.external_lineage.list_external_lineage_relationships(
        version, LineageDirection.UPSTREAM)
    assert [each.table_info.name for each in came] == ["customers"]
    went = admin.external_lineage.list_external_lineage_relationships(
        table, LineageDirection.DOWNSTREAM, page_size=1)
    assert [(each.model_info.model_name, each.model_info.version) for each in went] == [(FULL, 2)]
    refused(NotFound, client("bob").external_lineage.create_external_lineage_relationship,
            CreateRequestExternalLineage(source=table, target=version))


def asked(path, *arguments):
    """The status and the response, by the program curl."""
    command = ["curl", "-sS", "-H", "Authorization: Bearer " + token("admin"), "-w", "\n%{http_code}"]
    run = subprocess.run([*command, *arguments, f"{HOST}/api/2.1/unity-catalog/{path}"],
                         capture_output=True, text=True, check=True, timeout=30)
    body, status = run.stdout.rsplit("\n", 1)
    return int(status), json.loads(body)


def patched(path, body):
    return asked(path, "-X", "PATCH", "-H", "Content-Type: application/json", "-d", json.dumps(body))


def by_curl(admin):
    path = f"permissions/function/{FULL}"
    body = {"changes": [{"principal": "bob", "add": ["EXECUTE"]}]}
    half = {"changes": body["changes"] + [{"principal": "bob", "add": ["USE_CATALOG"]}]}
    status, answer = patched(path, half)
    assert (status, answer["error_code"]) == (400, "INVALID_PARAMETER_VALUE"), answer
    status, answer = asked(path + "?principal=bob")
    assert (status, answer["privilege_assignments"]) == (200, []), "all or nothing"
    status, answer = patched(path.replace("function", "FUNCTION"), body)
    assert status == 200, answer
    status, answer = patched(path, body)
    assert status == 200, "a grant that is there already"
    assert {"principal": "bob", "privileges": ["EXECUTE"]} in answer["privilege_assignments"]
    status, answer = patched(path, {**body, "full_name": "main.ml.other"})
    assert (status, answer["error_code"]) == (400, "INVALID_PARAMETER_VALUE"), answer
    status, answer = asked("nothing")
    assert (status, answer["error_code"]) == (404, "ENDPOINT_NOT_FOUND"), answer


def statement(admin, text, **settings):
    return admin.statement_execution.execute_statement(text, "any", **settings)


def rows_of(admin, answer):
    rows = list(answer.result.data_array or [])
    chunk = answer.result.next_chunk_index
    while chunk is not None:
        part = admin.statement_execution.get_statement_result_chunk_n(answer.statement_id, chunk)
        rows += part.data_array
        chunk = part.next_chunk_index
    assert len(rows) == answer.manifest.total_row_count
    return rows


def statements(admin):
    answer = statement(
        admin,
        "SELECT full_name, latest_version, owner = :who AS mine, CAST(:none AS VARCHAR) AS nothing"
        " FROM models WHERE full_name = :name",
        parameters=[
            StatementParameterListItem("name", value=FULL),
            StatementParameterListItem("who", value="admin", type="STRING"),
            StatementParameterListItem("none"),
        ])
    assert answer.status.state == StatementState.SUCCEEDED, answer.status
    columns = answer.manifest.schema.columns
    assert [c.name for c in columns] == ["full_name", "latest_version", "mine", "nothing"]
    assert [c.type_text for c in columns][:1] == ["STRING"]
    assert rows_of(admin, answer) == [[FULL, "2", "true", None]], answer.result
    one = statement(admin, "SELECT schema_name FROM schemas ORDER BY 1", row_limit=1)
    assert one.manifest.truncated and len(rows_of(admin, one)) == 1
    failed = statement(admin, "SELECT nothing FROM models")
    assert failed.status.state == StatementState.FAILED
    assert failed.status.error.error_code == ServiceErrorCode.BAD_REQUEST
    assert "UNRESOLVED_COLUMN" in failed.status.error.message
    csv = statement(
        admin, "SELECT full_name, latest_version FROM models", format=Format.CSV,
        disposition=Disposition.EXTERNAL_LINKS)
    with urllib.request.urlopen(csv.result.external_links[0].external_link) as link:
        assert link.read().decode() == f"full_name,latest_version\r\n{FULL},2\r\n"
    long = ("SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b,"
            " information_schema.columns c, information_schema.columns d"
            " WHERE a.column_name < b.column_name || c.column_name || d.column_name")
    running = statement(admin, long, wait_timeout="0s")
    assert running.status.state in (StatementState.PENDING, StatementState.RUNNING)
    admin.statement_execution.cancel_execution(running.statement_id)
    for _ in range(300):
        state = admin.statement_execution.get_statement(running.statement_id).status.state
        if state == StatementState.CANCELED:
            break
        time.sleep(0.1)
    assert state == StatementState.CANCELED, state
    refused(NotFound, client("bob").statement_execution.get_statement, one.statement_id)


def shares(admin):
    created = admin.shares.create("partners", comment="For partners")
    assert (created.name, created.owner, created.comment) == ("partners", "admin", "For partners")
    refused(ResourceAlreadyExists, admin.shares.create, "PARTNERS")
    refused(NotFound, admin.shares.get, "other")
    model = SharedDataObject(FULL, data_object_type=SharedDataObjectDataObjectType.MODEL,
                             shared_as="sales.churn")
    updated = admin.shares.update("partners", comment="Models", updates=[
        SharedDataObjectUpdate(SharedDataObjectUpdateAction.ADD, model)])
    assert [(o.name, o.shared_as) for o in updated.objects] == [(FULL, "sales.churn")]
    assert admin.shares.get("partners").objects is None or not admin.shares.get("partners").objects
    assert admin.shares.get("partners", include_shared_data=True).objects[0].name == FULL
    assert [s.name for s in admin.shares.list_shares()] == ["partners"]

    acme = admin.recipients.create("acme", AuthenticationType.TOKEN, comment="Acme")
    assert (acme.name, acme.owner, acme.activated) == ("acme", "admin", False)
    with urllib.request.urlopen(acme.tokens[0].activation_url) as link:
        activation = json.loads(link.read())
    assert activation["endpoint"] == HOST + "/api/2.1/vitrine-sharing", activation["endpoint"]
    assert admin.recipients.get("acme").tokens[0].activation_url is None
    assert [r.name for r in admin.recipients.list()] == ["acme"]

    granted = admin.shares.update_permissions("partners", changes=[
        SharingPermissionsChange(principal="acme", add=["SELECT"])])
    assert [(a.principal, [p.value for p in a.privileges])
            for a in granted.privilege_assignments] == [("acme", ["SELECT"])]
    assert admin.shares.share_permissions("partners").privilege_assignments[0].principal == "acme"
    out = admin.recipients.share_permissions("acme").permissions_out
    assert [o.share_name for o in out] == ["partners"]

    def read(token):
        request = urllib.request.Request(
            activation["endpoint"] + "/shares/partners/models",
            headers={"Authorization": "Bearer " + token})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())["models"]

    assert [m["name"] for m in read(activation["bearerToken"])] == ["churn"]
    rotated = admin.recipients.rotate_token("acme", 0)
    with urllib.request.urlopen(rotated.tokens[0].activation_url) as link:
        new = json.loads(link.read())["bearerToken"]
    try:
        read(activation["bearerToken"])
        raise AssertionError("the old token is still valid")
    except urllib.error.HTTPError as refusal:
        assert refusal.code == 401, refusal
    assert len(read(new)) == 1
    assert admin.recipients.update("acme", comment="Acme Corp.").comment == "Acme Corp."
    admin.shares.update("partners", updates=[
        SharedDataObjectUpdate(SharedDataObjectUpdateAction.REMOVE, model)])
    assert read(new) == []
    refused(NotFound, client("bob").shares.get, "partners")
    refused(PermissionDenied, client("bob").shares.create, "bobs")
    admin.recipients.delete("acme")
    admin.shares.delete("partners")
    assert list(admin.shares.list_shares()) == [] and list(admin.recipients.list()) == []


def main():
    sign_in("admin")
    admin = client("admin")
    blocks = (containers, models, grants, pages_of_grants, entity_tags, lineage, by_curl, shares,
              statements)
    for block in blocks:
        log(block.__name__)
        block(admin)
    admin.registered_models.delete(FULL)
    admin.catalogs.delete("main", force=True)
    assert sql("SELECT COUNT(*) FROM models") == [[0]]


main()
