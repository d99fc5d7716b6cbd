package dev.vitrine.query;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.SourceText;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Columns of a result, as the contract with the reader has them. */
final class ResultColumns {
  /** Characters of a string of which nothing is known; the longest that a relation has. */
  static final int UNBOUNDED = 1_000_000;

  private ResultColumns() {}

  static Column of(String label, RelDataType type, SqlParserPos place) {
    DataType delivered =
        DeliveredTypes.of(type)
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "The column '"
                                + label
                                + "' of the result has type "
                                + type.getSqlTypeName().name().replace('_', ' ')
                                + ", which is not supported.")
                        .withPosition(SourceText.position(place)));
    boolean nullable = type.isNullable();
    return switch (delivered) {
      case VARCHAR -> Column.varchar(label, characters(type), nullable, "");
      case BIGINT -> Column.bigint(label, nullable, "");
      case TIMESTAMP, INSTANT -> new Column(label, delivered, type.getPrecision(), 0, nullable, "");
      case DECIMAL ->
          new Column(label, delivered, type.getPrecision(), type.getScale(), nullable, "");
      case INTEGER -> new Column(label, delivered, 10, 0, nullable, "");
      case DOUBLE -> new Column(label, delivered, 17, 0, nullable, "");
      case BOOLEAN -> new Column(label, delivered, 1, 0, nullable, "");
      case TIME -> new Column(label, delivered, 3, 0, nullable, "");
      case DATE -> new Column(label, delivered, 10, 0, nullable, "");
    };
  }

  private static int characters(RelDataType type) {
    int precision = type.getPrecision();
    return precision < 0 ? UNBOUNDED : Math.max(1, precision);
  }
}
