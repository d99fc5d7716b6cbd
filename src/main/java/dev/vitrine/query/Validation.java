package dev.vitrine.query;

import dev.vitrine.query.pushdown.StoreTypes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/** Creates validators with the catalog of relations and operators. */
final class Validation {
  private final RelationNames names;
  private final SqlOperatorTable operators;
  private final RelDataTypeFactory types = new Unicode();

  Validation(RelationNames names, SqlOperatorTable operators) {
    this.names = names;
    this.operators = operators;
  }

  QueryValidator validator(String currentCatalog, String currentSchema) {
    return new QueryValidator(
        operators,
        new Catalog(names.root(), names.searchPath(currentCatalog, currentSchema), types));
  }

  CalciteCatalogReader catalog(QueryValidator validator) {
    return (CalciteCatalogReader) validator.getCatalogReader();
  }

  /** Strings of any characters; Calcite's default refuses characters outside ISO-8859-1. */
  private static final class Unicode extends SqlTypeFactoryImpl {
    Unicode() {
      super(StoreTypes.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
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
