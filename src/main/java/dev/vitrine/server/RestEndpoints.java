package dev.vitrine.server;

import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.server.mlflow.FileEndpoints;
import dev.vitrine.server.mlflow.ModelEndpoints;
import dev.vitrine.server.mlflow.VersionEndpoints;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.unitycatalog.ContainerEndpoints;
import dev.vitrine.server.unitycatalog.FileLocations;
import dev.vitrine.server.unitycatalog.ModelVersionEndpoints;
import dev.vitrine.server.unitycatalog.PermissionEndpoints;
import dev.vitrine.server.unitycatalog.RegisteredModelEndpoints;
import dev.vitrine.server.unitycatalog.TagEndpoints;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Limits;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.Optional;
import java.util.Timer;

/** The REST surfaces of one server. */
final class RestEndpoints {
  private static final String DISCOVERY = "/.well-known/databricks-config";
  private static final String SWITCH =
      "/api/2.0/mlflow/unity-catalog/registered-models"
          + ":is-databricks-sdk-models-artifact-repository-enabled";

  private RestEndpoints() {}

  static void add(
      RoutesConfig routes,
      Engine engine,
      SignIn signIn,
      Limits limits,
      FileSettings settings,
      Timer sweeper) {
    FileStorage files = engine.files(settings.storage());
    Api api = new Api(engine, signIn, limits, routes);
    // What an earlier server left there is collected, whether this one tells of it or not.
    DirectFiles directories = new DirectFiles(files, settings.storage());
    Optional<DirectFiles> direct =
        settings.directFiles() ? Optional.of(directories) : Optional.empty();
    direct.ifPresent(DirectFiles::prepare);
    VersionFinalizer finalizer = new VersionFinalizer(files, direct, settings.signatureRequired());
    sweeper.schedule(new FileCollection(files, directories), 0, FileCollection.PAUSE.toMillis());
    ModelEndpoints.add(api);
    VersionEndpoints.add(api, finalizer);
    ContainerEndpoints.add(api);
    RegisteredModelEndpoints.add(api);
    ModelVersionEndpoints.add(api, finalizer, new FileLocations(direct));
    TagEndpoints.add(api);
    PermissionEndpoints.add(api);
    FileEndpoints.add(api, files, new SignedUrls(files, Clock.systemUTC()));
    routes.get(
        SWITCH,
        context ->
            Api.send(
                context,
                Json.object()
                    .put(
                        "is_databricks_sdk_models_artifact_repository_enabled",
                        settings.filesApi())));
    // Clients ask this before nearly every call, and need no more than an answer.
    routes.get(DISCOVERY, context -> Api.send(context, Json.object()));
  }
}
