package dev.vitrine.server.web.change;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.statement.tree.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The object in the path of a request; its name is in lower case, as in the registry.
 *
 * @param version of the model, for changes of a version
 */
record ChangeTarget(ObjectPath object, Optional<Long> version) {
  /** Prefix of the paths of all changes of an object. */
  static final String OBJECT = "/change/{kind}/{name}/";

  /** Prefix of the paths of all changes of a version. */
  static final String VERSION = "/change/model/{name}/versions/{version}/";

  /** Maximum number of suggestions. */
  private static final int SUGGESTIONS = 200;

  static ChangeTarget of(UserRequest request) {
    boolean version = request.context().pathParamMap().containsKey("version");
    return new ChangeTarget(
        ObjectPath.of(request.path("name").toLowerCase(Locale.ROOT)),
        version ? Optional.of(Exchange.version(request.path("version"))) : Optional.empty());
  }

  /** The object in statements. */
  ObjectRef ref() {
    return version.map(object::version).orElseGet(() -> ObjectRef.of(object.securable()));
  }

  /** The page of the object. */
  String href() {
    return object.href() + version.map(number -> "/versions/" + number).orElse("");
  }

  /** The object in sentences. */
  String label() {
    return version
        .map(number -> "version " + number + " of " + object.fullName())
        .orElse(object.kind() + " " + object.fullName());
  }

  /** The first column of a query, for suggestions. */
  static List<String> names(UserRequest request, String query, Object... values) {
    return request.rows(query + " LIMIT " + SUGGESTIONS, values).stream()
        .map(row -> row.text(0))
        .toList();
  }

  /** Names of users and groups. */
  static List<String> principals(UserRequest request) {
    return names(request, "SELECT name FROM system.registry.principals ORDER BY name");
  }
}
