package dev.vitrine.bench;

import static dev.vitrine.bench.HandWritten.READABLE_ONE;
import static dev.vitrine.bench.HandWritten.RIGHTS;
import static dev.vitrine.bench.HandWritten.VISIBLE;

import java.util.List;

/** What tools and services ask all day: one model, one version, one page. */
final class ListQuestions {
  /** A model that every {@link Reader} may read; it has the alias in question. */
  private static final String MODEL = "catalog_01.schema_0011.model_0000010";

  static final Question RESOLVE_ALIAS =
      new Question(
          "resolve an alias",
          "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?",
          "SELECT a.version FROM models m JOIN schemas s ON s.id = m.schema_id"
              + " JOIN catalogs c ON c.id = m.catalog_id JOIN aliases a ON a.model_id = m.id"
              + " WHERE m.full_name = :1 AND a.alias_key = :2 AND "
              + READABLE_ONE,
          List.of(MODEL, "champion"));

  static final Question GET_MODEL =
      new Question(
          "get a model",
          "SELECT full_name, owner, comment, storage_location, latest_version, created_at"
              + " FROM models WHERE full_name = ?",
          RIGHTS
              + "SELECT m.full_name, o.name AS owner, m.comment, CASE WHEN "
              + HandWritten.READABLE
              + " THEN m.storage_location END, CASE WHEN "
              + HandWritten.READABLE
              + " THEN m.latest_version END, m.created_at"
              + " FROM models m JOIN principals o ON o.id = m.owner_id"
              + " WHERE m.full_name = :1 AND "
              + VISIBLE,
          List.of(MODEL));

  static final Question FIRST_PAGE =
      new Question(
          "first page of 100 models",
          "SELECT full_name, owner, comment, created_at FROM models ORDER BY full_name LIMIT 100",
          RIGHTS
              + "SELECT m.full_name, o.name AS owner, m.comment, m.created_at"
              + " FROM models m JOIN principals o ON o.id = m.owner_id WHERE "
              + VISIBLE
              + " ORDER BY m.full_name LIMIT 100",
          List.of());

  static final Question COUNT =
      new Question(
          "count of visible models",
          "SELECT COUNT(*) AS n FROM models",
          RIGHTS + "SELECT count(*) AS n FROM models m WHERE " + VISIBLE,
          List.of());

  static final List<Question> ALL = List.of(RESOLVE_ALIAS, GET_MODEL, FIRST_PAGE, COUNT);

  private ListQuestions() {}
}
