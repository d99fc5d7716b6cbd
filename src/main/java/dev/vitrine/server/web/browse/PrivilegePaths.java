package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The privileges of one principal on an object, each with the path that it comes by.
 *
 * @param principal empty if none was chosen
 * @param rows privilege and path
 * @param sql the query with its values
 * @param suggestions names of principals
 */
public record PrivilegePaths(
    String principal, List<Row> rows, String sql, List<String> suggestions) {
  /** For tabs without it. */
  public static final PrivilegePaths NONE = new PrivilegePaths("", List.of(), "", List.of());

  private static final String PATHS =
      "SELECT privilege, via FROM system.registry.effective_grants"
          + " WHERE object_type = ? AND full_name = ? AND principal = ? ORDER BY privilege, via";

  /** A list of suggestions is for short lists; other names are typed. */
  private static final String NAMES =
      "SELECT name FROM system.registry.principals ORDER BY name LIMIT 200";

  public PrivilegePaths {
    rows = List.copyOf(rows);
    suggestions = List.copyOf(suggestions);
  }

  /** For the principal of the parameter {@code why}. */
  static PrivilegePaths of(UserRequest request, ObjectPath object) {
    String principal = request.text("why").orElse("").strip();
    List<String> names = request.rows(NAMES).stream().map(row -> row.text(0)).toList();
    if (principal.isEmpty()) {
      return new PrivilegePaths("", List.of(), "", names);
    }
    Object[] values = Stream.of(object.type().name(), object.fullName(), principal).toArray();
    return new PrivilegePaths(
        principal, request.rows(PATHS, values), Listing.filled(PATHS, values), names);
  }
}
