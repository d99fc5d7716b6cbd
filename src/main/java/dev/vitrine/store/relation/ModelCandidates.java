package dev.vitrine.store.relation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A superset of the models that the caller sees, found from the caller's grants. */
public final class ModelCandidates {
  private static final SqlText CANDIDATES =
      SqlText.of(
          """
          SELECT x.id FROM {schemas_showing_all} s
          CROSS JOIN LATERAL (SELECT id FROM models WHERE schema_id = s.id OFFSET 0) x
          UNION ALL SELECT x.id FROM {me}
          CROSS JOIN LATERAL (SELECT id FROM models WHERE owner_id = me.id OFFSET 0) x
          UNION ALL SELECT model_id FROM {my_model_grants}
          UNION ALL SELECT id FROM models WHERE {admin}""",
          Map.of("admin", Visibility.ADMIN));

  /**
   * The set of their IDs. It is made of an array so that the planner uses the index: it estimates
   * few elements for an array.
   */
  static final SqlText SET =
      SqlText.of(
          "SELECT DISTINCT unnest(ARRAY({candidates})) AS id", Map.of("candidates", CANDIDATES));

  /** The models of the registry, restricted to the set. */
  static final SqlText MODELS =
      SqlText.of("(SELECT x.* FROM {model_candidates} r JOIN models x ON x.id = r.id)");

  private ModelCandidates() {}

  /**
   * The query that counts them up to a number, with repetitions.
   *
   * @return SQL whose one parameter is the ID of the user
   */
  public static String count(int most) {
    VisibilitySets sets = VisibilitySets.of(Scope.REGISTRY);
    Set<String> needed = sets.neededBy(CANDIDATES.holes());
    List<String> ctes = sets.inOrder(needed).stream().map(sets::definition).toList();
    return SqlText.of(
            "WITH {ctes} SELECT COUNT(*) FROM (SELECT 1 FROM ({candidates}) c LIMIT {most}) counted",
            Map.of(
                "ctes",
                String.join(", ", ctes),
                "candidates",
                CANDIDATES.reading(sets.names()),
                "most",
                most))
        .text();
  }
}
