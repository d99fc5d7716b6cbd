package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.MODEL;

import dev.vitrine.catalog.SecurableType;
import java.util.Map;

/**
 * Whether a relation has the present rows or those of a past point in time. In the past too, the
 * present rights of the caller decide: on the object that has the same ID today. Objects that no
 * longer exist are visible to admins only.
 */
enum AsOf {
  PRESENT,
  PAST;

  /** The model of today in texts of the past; all its columns are NULL after a drop. */
  private static final String TODAY = "LEFT JOIN models n ON n.id = m.id";

  /** The FROM item for all objects of a type, with their containers. */
  SqlText from(SecurableType type) {
    if (this == PRESENT || type != MODEL) {
      return ObjectSql.from(type);
    }
    return withToday(ObjectSql.MODELS);
  }

  /** The FROM item for all objects of a type without their containers. */
  SqlText alone(SecurableType type) {
    SqlText alone = ObjectSql.alone(type);
    return type == MODEL ? withToday(alone) : alone;
  }

  /** A FROM item with a model {@code m}, joined to the model of today. */
  SqlText withToday(SqlText models) {
    return this == PRESENT
        ? models
        : SqlText.of("{models} {today}", Map.of("models", models, "today", TODAY));
  }

  /** Condition to see an object of the type. */
  SqlText visible(SecurableType type) {
    SqlText present = Visibility.visible(type);
    if (this == PRESENT) {
      return present;
    }
    return switch (type) {
      case METASTORE -> present;
      case CATALOG, SCHEMA ->
          SqlText.of(
              "({admin} OR {present})", Map.of("admin", Visibility.ADMIN, "present", present));
      case MODEL -> ofToday(present);
    };
  }

  /** Condition to manage an object of the type. */
  SqlText managed(SecurableType type) {
    return condition(type, Visibility.managed(type));
  }

  /** Condition to read the versions and aliases of a model. */
  SqlText readable() {
    return condition(MODEL, Visibility.READABLE_MODEL);
  }

  /** Condition to see an object of the type and a principal's grant on it. */
  SqlText visibleGrant(SecurableType type, String principalId) {
    return SqlText.of(
        "{visible} AND ({managed} OR {mine})",
        Map.of(
            "visible", visible(type),
            "managed", managed(type),
            "mine", Visibility.mine(principalId)));
  }

  /**
   * The comment of an object with the given type, or of a part of it. A past comment is NULL for
   * callers who do not manage the object, unless it is the present one.
   *
   * @param alias of the row with the comment
   * @param table the present rows
   * @param key condition that {@code x} is the present row of the same key
   */
  SqlText comment(SecurableType type, String alias, String table, String key) {
    return this == PRESENT
        ? SqlText.of(alias + ".comment")
        : SqlText.of(
            """
            CASE WHEN {managed} OR {alias}.comment = (SELECT x.comment FROM {table} x WHERE {key})
            THEN {alias}.comment END AS comment""",
            Map.of("managed", managed(type), "alias", alias, "table", table, "key", key));
  }

  /**
   * Condition to see the tag {@code t} of an object, or of a version of it: past values only for
   * callers who manage the object, unless they are the present ones.
   *
   * @param visible condition to see the object
   * @param table the present rows
   * @param key condition that {@code x} is a present row of the same object
   */
  SqlText tag(SecurableType type, SqlText visible, String table, String key) {
    return this == PRESENT
        ? visible
        : SqlText.of(
            """
            {visible} AND ({managed} OR EXISTS (SELECT 1 FROM {table} x
              WHERE {key} AND x.tag_key = t.tag_key AND x.tag_value = t.tag_value))""",
            Map.of("visible", visible, "managed", managed(type), "table", table, "key", key));
  }

  private SqlText condition(SecurableType type, SqlText present) {
    return this == PAST && type == MODEL ? ofToday(present) : present;
  }

  /** A condition on the model {@code m} as one on the model of today. */
  private static SqlText ofToday(SqlText condition) {
    return new SqlText(condition.text().replaceAll("\\bm\\.", "n."));
  }
}
