package dev.vitrine.server.web.past;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import java.util.Optional;

/**
 * A catalog, schema or model of the present and the row that it had at a point in time. The address
 * of a page has the name of today.
 *
 * @param then name, owner and description at the time; empty if it did not exist
 */
record PastObject(PastSubject subject, PointInTime at, Optional<Row> then) {
  /** The object by its name of today. */
  ObjectPath object() {
    return subject.object();
  }

  /** Its name at the time; that of today if it did not exist. */
  String name() {
    return then.map(row -> row.text(0)).orElse(object().fullName());
  }

  /** Its owner at the time. */
  String owner() {
    return then.map(row -> row.text(1)).orElse("");
  }

  /** Its description at the time, as far as it is visible. */
  Optional<String> comment() {
    return then.flatMap(row -> row.optional(2));
  }
}
