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
import java.util.Optional;

/** Relations that exist for some callers only: models, and the schemas of catalogs. */
public final class NamedRelations {
  private NamedRelations() {}

  /** The errors of callers who may not read the relation. */
  public static Optional<Statement> looking(Relation relation) {
    return relation.isModel()
        ? Optional.of(
            new ShowVersions(QualifiedName.of(relation.name().split("\\.", 3)), Optional.empty()))
        : relation
            .catalog()
            .map(name -> new ShowSchemas(Optional.of(Identifier.of(name)), Optional.empty()));
  }

  /** The error of a query for the error of the statement that looked for its relation. */
  public static VitrineException refusal(
      VitrineException error, Relation relation, QueryPlanner planner) {
    boolean missing =
        error.code() == ErrorCode.CATALOG_NOT_FOUND
            || error.code() == ErrorCode.SCHEMA_NOT_FOUND
            || error.code() == ErrorCode.MODEL_NOT_FOUND;
    return missing
        ? new VitrineException(
                ErrorCode.TABLE_OR_VIEW_NOT_FOUND,
                "There is no relation or model '" + relation.fullName() + "'.")
            .withHint(whereToLook(relation, planner))
        : error;
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
