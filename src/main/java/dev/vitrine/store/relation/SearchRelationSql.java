package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Map;

/** The relations of the texts by which models can be found. */
final class SearchRelationSql {
  /** Characters of the longest term, a comment. */
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

  static final Relation SEARCH_TEXTS =
      new Relation(
          "registry",
          "search_texts",
          "One row per model with the texts by which it can be found, in lower case, each on a line.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar(
                  "texts",
                  1_000_000,
                  false,
                  "Name, full name, comment, and tags as key:value, between line feeds; line feeds"
                      + " in a text are tabs"),
              varchar("alias_texts", 10_000, true, "Aliases, likewise; NULL without EXECUTE")));

  /**
   * Most models for which it is faster to look each of them up than to decide on all models which
   * the caller sees.
   */
  private static final int FEW = 5_000;

  /** The IDs of the models that contain a text, hidden or not; if there are more, one too many. */
  static final SqlText FOUND =
      SqlText.of(
          """
          SELECT ARRAY(SELECT model_id FROM model_texts
            WHERE POSITION(CAST(? AS VARCHAR) IN alias_texts) > 0
              OR POSITION(CAST(? AS VARCHAR) IN texts) > 0 LIMIT {most}) AS ids""",
          Map.of("most", FEW + 1));

  private SearchRelationSql() {}

  /**
   * The query for texts, of which the rows without the texts of {@link #FOUND} are not needed. One
   * of its branches is executed: PostgreSQL evaluates a condition without columns first.
   */
  static SqlText found(SqlText texts) {
    return SqlText.of(
        """
        {texts} AND m.id = ANY ((SELECT ids FROM {found})::BIGINT[])
          AND CARDINALITY((SELECT ids FROM {found})) <= {few}
        UNION ALL {texts} AND CARDINALITY((SELECT ids FROM {found})) > {few}""",
        Map.of("texts", texts, "few", FEW));
  }

  /** The texts are computed when the model changes, so that a search reads one row per model. */
  static SecuredRelation texts() {
    return new SecuredRelation(
            SEARCH_TEXTS,
            SqlText.of(
                    """
                    SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name,
                      m.full_name, x.texts,
                      CASE WHEN {readable} THEN x.alias_texts END AS alias_texts
                    FROM {objects} JOIN model_texts x ON x.model_id = m.id WHERE {visible}""")
                .with(
                    Map.of(
                        "objects", ObjectSql.MODELS,
                        "readable", Visibility.READABLE_MODEL,
                        "visible", Visibility.VISIBLE_MODEL)))
        .computing("alias_texts");
  }

  /** The terms with their query, whose branches each start from models. */
  static SecuredRelation terms() {
    return new SecuredRelation(
        SEARCH_TERMS,
        SqlText.joined(
            " UNION ALL ",
            List.of(
                term("NAME", "m.name", "", Visibility.VISIBLE_MODEL),
                term("FULL_NAME", "m.full_name", "", Visibility.VISIBLE_MODEL),
                term("COMMENT", "m.comment", "", Visibility.VISIBLE_MODEL),
                term(
                    "TAG",
                    "t.tag_key || ':' || t.tag_value",
                    "JOIN model_tags t ON t.model_id = m.id",
                    Visibility.VISIBLE_MODEL),
                term(
                    "ALIAS",
                    "a.alias",
                    "JOIN aliases a ON a.model_id = m.id",
                    Visibility.READABLE_MODEL))));
  }

  /** The casts give all branches one type, or PostgreSQL would not move conditions into them. */
  private static SqlText term(String kind, String term, String join, Object condition) {
    return SqlText.of(
            """
            SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
              CAST('{kind}' AS VARCHAR(16)) AS kind, CAST({term} AS VARCHAR({longest})) AS term
            FROM {objects} {join} WHERE {term} IS NOT NULL AND {condition}""")
        .with(
            Map.of(
                "kind", kind,
                "term", term,
                // H2 counts UTF-16 units, PostgreSQL characters.
                "longest", 2 * LONGEST,
                "join", join,
                "objects", ObjectSql.MODELS,
                "condition", condition));
  }
}
