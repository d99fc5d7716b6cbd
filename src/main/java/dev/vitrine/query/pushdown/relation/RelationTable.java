package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.query.pushdown.type.InstantType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** A relation as a leaf of a plan: a name and columns, and no way to its rows. */
public final class RelationTable extends AbstractTable implements LogicalRelation {
  private final Relation relation;

  public RelationTable(Relation relation) {
    this.relation = relation;
  }

  @Override
  public Relation relation() {
    return relation;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder row = typeFactory.builder();
    for (Column column : relation.columns()) {
      RelDataType type =
          switch (column.type()) {
            case VARCHAR -> typeFactory.createSqlType(SqlTypeName.VARCHAR, column.precision());
            case INTEGER -> typeFactory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> typeFactory.createSqlType(SqlTypeName.BIGINT);
            case DECIMAL ->
                typeFactory.createSqlType(SqlTypeName.DECIMAL, column.precision(), column.scale());
            case DOUBLE -> typeFactory.createSqlType(SqlTypeName.DOUBLE);
            case BOOLEAN -> typeFactory.createSqlType(SqlTypeName.BOOLEAN);
            case TIME -> typeFactory.createSqlType(SqlTypeName.TIME, column.precision());
            case DATE -> typeFactory.createSqlType(SqlTypeName.DATE);
            case TIMESTAMP -> typeFactory.createSqlType(SqlTypeName.TIMESTAMP, column.precision());
            case INSTANT -> InstantType.milliseconds(typeFactory);
          };
      row.add(column.name(), typeFactory.createTypeWithNullability(type, column.nullable()));
    }
    return row.build();
  }
}
