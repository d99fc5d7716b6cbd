import java.util.List;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.RegisteredModel;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * Registers and reads models with MLflow's Java client: arguments are the URL, a token and a
 * schema.
 */
final class RegisteredModels {
  private RegisteredModels() {}

  public static void main(String[] arguments) {
    String name = arguments[2] + ".churn";
    try (MlflowClient client =
        new MlflowClient(new BasicMlflowHostCreds(arguments[0], arguments[1]))) {
      // The client has no methods for changes of the registry, only for requests of any kind.
      client.sendPost("registered-models/create", "{\"name\": \"" + name + "\"}");
      for (int i = 1; i <= 3; i++) {
        String body =
            "{\"name\": \"%s\", \"source\": \"s3://bucket/%d\", \"run_id\": \"run%d\"}"
                .formatted(name, i, i);
        client.sendPost("model-versions/create", body);
      }
      client.sendPost(
          "registered-models/alias",
          "{\"name\": \"" + name + "\", \"alias\": \"Champion\", \"version\": \"2\"}");
      RegisteredModel model = client.getRegisteredModel(name);
      System.out.println(model.getName() + " " + model.getAliases(0).getAlias());
      System.out.println(shown(client.getModelVersion(name, "2")));
      System.out.println(client.getModelVersionDownloadUri(name, "2"));
      client.getLatestVersions(name).forEach(version -> System.out.println(shown(version)));
      client
          .getLatestVersions(name, List.of("None"))
          .forEach(version -> System.out.println(shown(version)));
      print(client, "name = '" + name + "'");
      print(client, "run_id = 'run3'");
      refused(() -> client.getLatestVersions(name, List.of("Production")));
      refused(() -> client.getRegisteredModel(name + "2"));
      refused(
          () ->
              client.sendPost(
                  "model-versions/transition-stage",
                  "{\"name\": \"" + name + "\", \"version\": \"2\", \"stage\": \"Production\"}"));
    }
  }

  private static void print(MlflowClient client, String filter) {
    ModelVersionsPage page = client.searchModelVersions(filter, 2, List.of("version_number DESC"));
    page.getItems().forEach(version -> System.out.println(filter + ": " + shown(version)));
    while (page.hasNextPage()) {
      page = (ModelVersionsPage) page.getNextPage();
      page.getItems().forEach(version -> System.out.println(filter + ": " + shown(version)));
    }
  }

  private static void refused(Runnable call) {
    try {
      call.run();
      System.out.println("not refused");
    } catch (MlflowHttpException refusal) {
      System.out.println(refusal.getStatusCode() + " " + refusal.getBodyMessage());
    }
  }

  private static String shown(ModelVersion version) {
    return String.join(
        " ",
        version.getName(),
        version.getVersion(),
        version.getSource(),
        version.getRunId(),
        version.getCurrentStage(),
        version.getStatus().toString());
  }
}
