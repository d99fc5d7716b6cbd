package dev.vitrine.query;

import dev.vitrine.query.pushdown.function.PlanTypes;
import dev.vitrine.query.pushdown.relation.LogicalRelation;
import dev.vitrine.query.validate.PastRelations;
import dev.vitrine.query.validate.QueryValidator;
import dev.vitrine.query.validate.RelationNames;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/** Creates validators with the catalog of relations and operators. */
final class Validation {
  private final RelationNames names;
  private final SqlOperatorTable operators;
  private final RelDataTypeFactory types = new PlanTypes();

  Validation(RelationNames names, SqlOperatorTable operators) {
    this.names = names;
    this.operators = operators;
  }

  /** The validator of a query whose names of past relations are replaced. */
  QueryValidator validator(PlanCache.Key key, PastRelations past) {
    return new QueryValidator(
        operators, catalog(key, past.root(names)), key.decimals(), past.instants());
  }

  /** The meaning of names in FROM. */
  PastRelations.Names names(PlanCache.Key key) {
    Catalog catalog = catalog(key, names.root());
    return name ->
        Optional.ofNullable(catalog.getTable(name))
            .flatMap(table -> table.maybeUnwrap(LogicalRelation.class))
            .map(LogicalRelation::relation);
  }

  private Catalog catalog(PlanCache.Key key, CalciteSchema root) {
    return new Catalog(root, names.searchPath(key.catalog(), key.schema()), types);
  }

  CalciteCatalogReader catalog(QueryValidator validator) {
    return (CalciteCatalogReader) validator.getCatalogReader();
  }

  private static final class Catalog extends CalciteCatalogReader {
    Catalog(CalciteSchema root, List<List<String>> searchPath, RelDataTypeFactory types) {
      super(
          root,
          SqlNameMatchers.withCaseSensitive(false),
          searchPath,
          types,
          new CalciteConnectionConfigImpl(new Properties()));
    }
  }
}
