package dev.vitrine.session.query;

import dev.vitrine.catalog.Relation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShowStatement.ShowSchemas;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;
import dev.vitrine.statement.tree.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Relations that exist for some callers only: models, and the schemas of catalogs. */
public final class NamedRelations {
  private NamedRelations() {}

  /**
   * Checks at every execution that the models and catalogs that a query names are visible to the
   * caller and that the caller may read the models' versions. Plans are shared by all users, so
   * they cannot contain this check.
   *
   * @param run runs a statement as the caller, which fails as a query of the relation must
   * @throws VitrineException TABLE_OR_VIEW_NOT_FOUND when one is not visible, and as {@code run}
   */
  public static void requireReadable(
      Set<Relation> relations, Consumer<Statement> run, QueryPlanner planner) {
    relations.stream()
        .sorted(Comparator.comparing(Relation::fullName))
        .forEach(
            relation ->
                reading(relation)
                    .ifPresent(statement -> require(relation, statement, run, planner)));
  }

  private static Optional<Statement> reading(Relation relation) {
    return relation.isModel()
        ? Optional.of(
            new ShowVersions(QualifiedName.of(relation.name().split("\\.", 3)), Optional.empty()))
        : relation
            .catalog()
            .map(name -> new ShowSchemas(Optional.of(Identifier.of(name)), Optional.empty()));
  }

  private static void require(
      Relation relation, Statement statement, Consumer<Statement> run, QueryPlanner planner) {
    try {
      run.accept(statement);
    } catch (VitrineException error) {
      boolean missing =
          error.code() == ErrorCode.CATALOG_NOT_FOUND
              || error.code() == ErrorCode.SCHEMA_NOT_FOUND
              || error.code() == ErrorCode.MODEL_NOT_FOUND;
      throw missing
          ? new VitrineException(
                  ErrorCode.TABLE_OR_VIEW_NOT_FOUND,
                  "There is no relation or model '" + relation.fullName() + "'.")
              .withHint(whereToLook(relation, planner))
          : error;
    }
  }

  /** Hint for a relation that does not exist for the caller. */
  private static String whereToLook(Relation relation, QueryPlanner planner) {
    if (!relation.isModel()) {
      return "SHOW CATALOGS lists catalogs; system.information_schema.tables lists relations.";
    }
    String model = relation.name().substring(relation.name().lastIndexOf('.') + 1);
    return planner
        .similar(model)
        .map(similar -> "Did you mean '" + similar + "'?")
        .orElse("SHOW MODELS lists models; information_schema.tables lists relations.");
  }
}
