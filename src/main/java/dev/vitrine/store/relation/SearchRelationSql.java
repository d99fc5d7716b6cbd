package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Map;

/** The relation of all texts by which models can be found. */
final class SearchRelationSql {
  private static final int LONGEST = 65_536;

  static final Relation SEARCH_TERMS =
      new Relation(
          "registry",
          "search_terms",
          "One row per text by which a model can be found.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("kind", 16, false, "NAME, FULL_NAME, COMMENT, TAG or ALIAS"),
              varchar(
                  "term",
                  LONGEST,
                  false,
                  "The name, comment or alias, or the tag as key:value; aliases need EXECUTE")));

  private SearchRelationSql() {}

  /** The relation with its query, whose branches each start from models. */
  static SecuredRelation secured() {
    return new SecuredRelation(
        SEARCH_TERMS,
        SqlText.joined(
            " UNION ALL ",
            List.of(
                terms("NAME", "m.name", "", Visibility.VISIBLE_MODEL),
                terms("FULL_NAME", "m.full_name", "", Visibility.VISIBLE_MODEL),
                terms("COMMENT", "m.comment", "", Visibility.VISIBLE_MODEL),
                terms(
                    "TAG",
                    "t.tag_key || ':' || t.tag_value",
                    "JOIN model_tags t ON t.model_id = m.id",
                    Visibility.VISIBLE_MODEL),
                terms(
                    "ALIAS",
                    "a.alias",
                    "JOIN aliases a ON a.model_id = m.id",
                    Visibility.READABLE_MODEL))));
  }

  /** The casts give all branches one type, or PostgreSQL would not move conditions into them. */
  private static SqlText terms(String kind, String term, String join, Object condition) {
    return SqlText.of(
            """
            SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
              CAST('{kind}' AS VARCHAR(16)) AS kind, CAST({term} AS VARCHAR({longest})) AS term
            FROM {objects} {join} WHERE {term} IS NOT NULL AND {condition}""")
        .with(
            Map.of(
                "kind", kind,
                "term", term,
                "longest", LONGEST,
                "join", join,
                "objects", ObjectSql.MODELS,
                "condition", condition));
  }
}
