package dev.vitrine.server;

import dev.vitrine.artifact.ClientFiles;
import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.S3ClientFiles;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.server.mlflow.ArtifactEndpoints;
import dev.vitrine.server.mlflow.FileEndpoints;
import dev.vitrine.server.mlflow.ModelEndpoints;
import dev.vitrine.server.mlflow.PromptEndpoints;
import dev.vitrine.server.mlflow.VersionEndpoints;
import dev.vitrine.server.mlflow.registry.DownloadUris;
import dev.vitrine.server.mlflow.registry.RegistryModelEndpoints;
import dev.vitrine.server.mlflow.registry.RegistryVersionEndpoints;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.ClientWatch;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.sharing.SharingEndpoints;
import dev.vitrine.server.unitycatalog.ContainerEndpoints;
import dev.vitrine.server.unitycatalog.EntityTagEndpoints;
import dev.vitrine.server.unitycatalog.FileLocations;
import dev.vitrine.server.unitycatalog.LineageEndpoints;
import dev.vitrine.server.unitycatalog.ModelVersionEndpoints;
import dev.vitrine.server.unitycatalog.PermissionEndpoints;
import dev.vitrine.server.unitycatalog.ProviderEndpoints;
import dev.vitrine.server.unitycatalog.RecipientEndpoints;
import dev.vitrine.server.unitycatalog.RegisteredModelEndpoints;
import dev.vitrine.server.unitycatalog.ShareEndpoints;
import dev.vitrine.server.unitycatalog.TagEndpoints;
import dev.vitrine.session.Engine;
import dev.vitrine.session.call.Limits;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.Timer;
import org.jspecify.annotations.Nullable;

/** The REST surfaces of one server. */
final class RestEndpoints {
  private static final String DISCOVERY = "/.well-known/databricks-config";
  private static final String SWITCH =
      "/api/2.0/mlflow/unity-catalog/registered-models"
          + ":is-databricks-sdk-models-artifact-repository-enabled";

  private RestEndpoints() {}

  /**
   * Adds all routes.
   *
   * @param files the opened storage of the settings
   * @param names names of models in MLflow's registry API
   * @return finishes versions as the settings require
   */
  static VersionFinalizer add(
      RoutesConfig routes,
      Engine engine,
      SignIn signIn,
      PublicUrl url,
      Limits limits,
      FileStorage files,
      FileSettings settings,
      Timer sweeper,
      ClientWatch clients,
      NameSpelling names) {
    Api api = new Api(engine, signIn, limits, routes, clients);
    // Files of an earlier server there are collected even if this server does not use the option.
    DirectFiles directories =
        settings.storage() instanceof StorageLocation.Directory directory
            ? new DirectFiles(files, directory.path())
            : null;
    DirectFiles direct = settings.directFiles() ? directories : null;
    if (direct != null) {
      direct.prepare();
    }
    S3ClientFiles prefixes = files.s3ClientFiles(settings.role().orElse(null)).orElse(null);
    S3ClientFiles lent = settings.role().isPresent() ? prefixes : null;
    VersionFinalizer finalizer =
        new VersionFinalizer(files, either(direct, lent), settings.signatureRequired());
    sweeper.schedule(
        new FileCollection(files, either(directories, prefixes)),
        0,
        FileCollection.PAUSE.toMillis());
    ModelEndpoints.add(api);
    VersionEndpoints.add(api, finalizer);
    PromptEndpoints.add(api);
    RegistryModelEndpoints.add(api, names);
    RegistryVersionEndpoints.add(api, names, new DownloadUris(names, url, ArtifactEndpoints.PATH));
    ArtifactEndpoints.add(api, files);
    ContainerEndpoints.add(api);
    ProviderEndpoints.add(api);
    RegisteredModelEndpoints.add(api);
    ModelVersionEndpoints.add(api, finalizer, new FileLocations(direct, lent));
    TagEndpoints.add(api);
    EntityTagEndpoints.add(api);
    PermissionEndpoints.add(api);
    LineageEndpoints.add(api);
    ShareEndpoints.add(api);
    RecipientEndpoints.add(api, url, SharingEndpoints.PATH);
    FileEndpoints.add(api, engine, files, new SignedUrls(files, Clock.systemUTC()), url, names);
    routes.get(
        SWITCH,
        context ->
            Api.send(
                context,
                Json.object()
                    .put(
                        "is_databricks_sdk_models_artifact_repository_enabled",
                        settings.filesApi())));
    // Clients send this request before nearly every call and ignore its content.
    routes.get(DISCOVERY, context -> Api.send(context, Json.object()));
    return finalizer;
  }

  private static @Nullable ClientFiles either(
      @Nullable DirectFiles direct, @Nullable S3ClientFiles lent) {
    return direct == null ? lent : direct;
  }
}
