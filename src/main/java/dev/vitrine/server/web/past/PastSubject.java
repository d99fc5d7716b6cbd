package dev.vitrine.server.web.past;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.ObjectLists;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of the present, and how its past is found.
 *
 * @param owner of the present
 * @param state query of its name, owner and description at a time
 * @param key values of this query
 * @param changes condition of its rows in the relation {@code history}
 * @param changeKey values of this condition
 */
record PastSubject(
    ObjectPath object, String owner, String state, List<?> key, String changes, List<?> changeKey) {
  /** One millisecond, the precision of the history, in nanoseconds. */
  private static final int PRECISION = 1_000_000;

  private static final String CATALOG =
      "SELECT catalog_name, owner, comment FROM system.registry.catalogs"
          + " FOR SYSTEM_TIME AS OF %s WHERE catalog_name = ?";

  private static final String SCHEMA =
      "SELECT catalog_name || '.' || schema_name, owner, comment FROM system.registry.schemas"
          + " FOR SYSTEM_TIME AS OF %s WHERE catalog_name = ? AND schema_name = ?";

  private static final String MODEL =
      "SELECT full_name, owner, comment FROM system.registry.models"
          + " FOR SYSTEM_TIME AS OF %s WHERE model_id = ?";

  private static final String HISTORY = " FROM system.registry.history WHERE ";

  PastSubject {
    key = List.copyOf(key);
    changeKey = List.copyOf(changeKey);
  }

  /** The subject of pages about an object. */
  static PastSubject of(UserRequest request, ObjectPath object, String owner) {
    List<String> names = object.names();
    String name = object.fullName();
    return switch (object.type()) {
      case METASTORE -> throw new IllegalArgumentException("The metastore has no page");
      case CATALOG, SCHEMA ->
          new PastSubject(
              object,
              owner,
              names.size() == 1 ? CATALOG : SCHEMA,
              names,
              "object_type = ? AND full_name = ?",
              List.of(object.type().name(), name));
      case MODEL -> {
        // A rename does not change the number.
        long id = ObjectLists.id(request, object);
        yield new PastSubject(
            object, owner, MODEL, List.of(id), "full_name = ? AND model_id = ?", List.of(name, id));
      }
    };
  }

  /** The row at a time; empty if the object did not exist. */
  Optional<Row> row(UserRequest request, PointInTime at) {
    return request.rows(at.in(state), key).stream().findFirst();
  }

  /** The statement that reads it. */
  String sql(PointInTime at) {
    return Listing.filled(at.in(state), key.toArray());
  }

  /** The time before the last change that the user may see, or before the last one until then. */
  Optional<PointInTime> beforeChange(UserRequest request, @Nullable PointInTime until) {
    return lastChange(request, until)
        .map(change -> new PointInTime(change.minusNanos(PRECISION)))
        .filter(time -> existed(request, time));
  }

  /** Whether the history has the object at a time, which can be before its start. */
  private boolean existed(UserRequest request, PointInTime time) {
    try {
      return row(request, time).isPresent();
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.HISTORY_NOT_AVAILABLE) {
        throw exception;
      }
      return false;
    }
  }

  private Optional<LocalDateTime> lastChange(UserRequest request, @Nullable PointInTime until) {
    Stream<Optional<LocalDateTime>> times =
        until == null
            ? request
                .rows("SELECT MAX(valid_from), MAX(valid_to)" + HISTORY + changes, changeKey)
                .stream()
                .flatMap(row -> Stream.of(row.time(0), row.time(1)))
            : Stream.of("valid_from", "valid_to")
                .map(
                    end ->
                        "SELECT MAX(%1$s)%2$s%3$s AND %1$s <= %4$s"
                            .formatted(end, HISTORY, changes, until.sql()))
                .flatMap(query -> request.rows(query, changeKey).stream())
                .map(row -> row.time(0));
    return times.flatMap(Optional::stream).max(LocalDateTime::compareTo);
  }
}
