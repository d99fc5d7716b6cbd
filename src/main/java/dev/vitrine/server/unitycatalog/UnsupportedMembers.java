package dev.vitrine.server.unitycatalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import java.util.Locale;

/**
 * Refuses members of requests that ask for an effect that Vitrine does not have. To accept them
 * would promise, for example, a protection that is not there.
 */
final class UnsupportedMembers {
  private UnsupportedMembers() {}

  /**
   * Checks a request that creates or changes a catalog.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE if it asks for more than Vitrine does
   */
  static void checkCatalog(Exchange exchange) {
    if (exchange.body().has("connection_name")) {
      throw unsupported("Foreign catalogs are not supported: leave out 'connection_name'.");
    }
    if (exchange.body().has("share_name") && !exchange.body().has("provider_name")) {
      throw unsupported("A share needs the name of its provider: set 'provider_name'.");
    }
    String mode = exchange.text("isolation_mode").orElse("").toUpperCase(Locale.ROOT);
    if (!mode.isEmpty() && !mode.equals("OPEN")) {
      throw unsupported(
          "The isolation mode '"
              + mode
              + "' is not supported: privileges alone decide who can use a catalog.");
    }
    checkContainer(exchange);
  }

  /**
   * Checks a request that creates or changes a schema.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE if it asks for more than Vitrine does
   */
  static void checkContainer(Exchange exchange) {
    String optimization =
        exchange.text("enable_predictive_optimization").orElse("").toUpperCase(Locale.ROOT);
    if (optimization.equals("ENABLE")) {
      throw unsupported("Predictive optimization is not supported.");
    }
    refuse(
        exchange,
        "conversion_info",
        "custom_max_retention_hours",
        "dr_replication_info",
        "managed_encryption_settings");
  }

  /**
   * Checks a request that creates or changes a model.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE if it asks for more than Vitrine does
   */
  static void checkModel(Exchange exchange) {
    if (exchange.text("storage_location").filter(text -> !text.isEmpty()).isPresent()) {
      throw unsupported("A model cannot have a storage location of its own.");
    }
    if (!exchange.body().objects("aliases").isEmpty()) {
      throw unsupported("Aliases are set one by one, after the version exists.");
    }
  }

  private static void refuse(Exchange exchange, String... members) {
    for (String member : members) {
      if (exchange.body().has(member)) {
        throw unsupported("'" + member + "' is not supported.");
      }
    }
  }

  static VitrineException unsupported(String problem) {
    return new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, problem)
        .withHint("See docs/mlflow.md, section \"APIs\".");
  }
}
