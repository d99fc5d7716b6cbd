package dev.vitrine.server.web.past;

import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The present names of models that are listed with their names of a past time. */
public final class TodayNames {
  /** Names in one query; the last is repeated, so that all queries have the same text. */
  private static final int CHUNK = 50;

  private static final String QUERY =
      "SELECT p.full_name, n.full_name FROM system.registry.models FOR SYSTEM_TIME AS OF %s AS p"
          + " JOIN system.registry.models n ON n.model_id = p.model_id WHERE p.full_name IN ("
          + String.join(", ", Collections.nCopies(CHUNK, "?"))
          + ")";

  private TodayNames() {}

  /** Names of today by names of then, for the models that exist. */
  public static Map<String, String> of(
      UserRequest request, PointInTime at, Collection<String> names) {
    List<String> left = new ArrayList<>(names);
    Map<String, String> today = new HashMap<>();
    for (int from = 0; from < left.size(); from += CHUNK) {
      List<String> chunk = new ArrayList<>(left.subList(from, Math.min(from + CHUNK, left.size())));
      while (chunk.size() < CHUNK) {
        chunk.add(chunk.get(0));
      }
      request.rows(at.in(QUERY), chunk).forEach(row -> today.put(row.text(0), row.text(1)));
    }
    return today;
  }
}
