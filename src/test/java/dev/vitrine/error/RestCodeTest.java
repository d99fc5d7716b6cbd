package dev.vitrine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What MLflow and Databricks clients expect of the error codes and statuses. */
final class RestCodeTest {
  @Test
  void conditionsOfOneKindHaveOneStatus() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().endsWith("_NOT_FOUND")) {
        assertThat(code.rest().status()).as(code.name()).isEqualTo(404);
      } else if (code.name().endsWith("_ALREADY_EXISTS")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.RESOURCE_ALREADY_EXISTS);
      } else if (code.name().endsWith("_NOT_EMPTY")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.INVALID_STATE);
      } else if (code.name().endsWith("_LIMIT_EXCEEDED")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.RESOURCE_LIMIT_EXCEEDED);
      }
    }
  }

  @Test
  void clientsDoNotRetryWhatFailsAgain() {
    Set<Integer> unretried = Set.of(400, 401, 403, 404, 409, 501);
    Set<Integer> retried =
        Arrays.stream(RestCode.values())
            .map(RestCode::status)
            .filter(status -> !unretried.contains(status))
            .collect(Collectors.toSet());
    assertThat(retried).containsExactlyInAnyOrder(500, 503, 507);
    assertThat(
            Arrays.stream(ErrorCode.values())
                .filter(code -> retried.contains(code.rest().status())))
        .containsExactlyInAnyOrder(
            ErrorCode.QUERY_CANCELED,
            ErrorCode.TOO_MANY_CONNECTIONS,
            ErrorCode.CANNOT_CONNECT,
            ErrorCode.STORE_UNREACHABLE,
            ErrorCode.LOCK_TIMEOUT,
            ErrorCode.DISK_FULL,
            ErrorCode.OUT_OF_MEMORY,
            ErrorCode.SESSION_TERMINATED,
            ErrorCode.INTERNAL_ERROR);
  }
}
