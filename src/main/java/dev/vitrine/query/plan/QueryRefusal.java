package dev.vitrine.query.plan;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.Optional;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The refusal of a construct of a query that the store cannot compute. */
public final class QueryRefusal {
  private QueryRefusal() {}

  public static VitrineException of(String construct, SqlParserPos place) {
    VitrineException refusal =
        new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, construct + " is not supported.");
    return position(place).map(refusal::withPosition).orElse(refusal);
  }

  public static VitrineException of(String construct) {
    return of(construct, SqlParserPos.ZERO);
  }

  private static Optional<Position> position(SqlParserPos place) {
    return place.getLineNum() > 0 && place.getColumnNum() > 0
        ? Optional.of(new Position(place.getLineNum(), place.getColumnNum()))
        : Optional.empty();
  }
}
