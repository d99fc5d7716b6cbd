package dev.vitrine.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service.ResultSetResponse;

/**
 * One answer of an execution.
 *
 * @param updateCount -1 if it is rows
 * @param rows if it is rows
 * @param keys what ADD VERSION generated
 */
record StatementResult(
    long updateCount, Optional<ResultSetResponse> rows, Optional<List<Object>> keys) {
  /** The sql by which the service marks the result that holds generated keys. */
  private static final String GENERATED_KEYS = "VITRINE GENERATED KEYS";

  static List<StatementResult> of(List<ResultSetResponse> responses) {
    List<StatementResult> results = new ArrayList<>();
    for (ResultSetResponse response : responses) {
      if (response.updateCount != -1) {
        results.add(new StatementResult(response.updateCount, Optional.empty(), Optional.empty()));
      } else if (GENERATED_KEYS.equals(response.signature.sql) && !results.isEmpty()) {
        long count = results.remove(results.size() - 1).updateCount();
        results.add(new StatementResult(count, Optional.empty(), firstRow(response.firstFrame)));
      } else {
        results.add(new StatementResult(-1, Optional.of(response), Optional.empty()));
      }
    }
    return results;
  }

  @SuppressWarnings("unchecked")
  private static Optional<List<Object>> firstRow(Meta.Frame frame) {
    for (Object row : frame.rows) {
      return Optional.of((List<Object>) row);
    }
    return Optional.empty();
  }
}
