package dev.vitrine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What MLflow and Databricks clients expect of the error codes and statuses. */
final class RestCodeTest {
  /** Conditions with their own code; scripts that create missing objects check for them. */
  private static final Map<ErrorCode, RestCode> OWN =
      Map.of(
          ErrorCode.CATALOG_ALREADY_EXISTS, RestCode.CATALOG_ALREADY_EXISTS,
          ErrorCode.SCHEMA_ALREADY_EXISTS, RestCode.SCHEMA_ALREADY_EXISTS,
          ErrorCode.FILE_ALREADY_EXISTS, RestCode.ALREADY_EXISTS,
          ErrorCode.CATALOG_NOT_EMPTY, RestCode.CATALOG_NOT_EMPTY,
          ErrorCode.SCHEMA_NOT_EMPTY, RestCode.SCHEMA_NOT_EMPTY,
          ErrorCode.PRINCIPAL_NOT_FOUND, RestCode.PRINCIPAL_DOES_NOT_EXIST);

  @Test
  void conditionsOfOneKindHaveOneStatus() {
    for (ErrorCode code : ErrorCode.values()) {
      if (OWN.containsKey(code)) {
        assertThat(code.rest()).as(code.name()).isEqualTo(OWN.get(code));
      } else if (code.name().endsWith("_ALREADY_EXISTS")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.RESOURCE_ALREADY_EXISTS);
      } else if (code.name().endsWith("_NOT_EMPTY")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.INVALID_STATE);
      } else if (code.name().endsWith("_LIMIT_EXCEEDED")) {
        assertThat(code.rest()).as(code.name()).isEqualTo(RestCode.RESOURCE_LIMIT_EXCEEDED);
      }
      if (code.name().endsWith("_NOT_FOUND")) {
        assertThat(code.rest().status()).as(code.name()).isEqualTo(404);
      }
    }
    // Databricks' SDK raises BadRequest for 400, which scripts of its users catch.
    for (ErrorCode code : OWN.keySet()) {
      if (code.name().startsWith("CATALOG") || code.name().startsWith("SCHEMA")) {
        assertThat(code.rest().status()).as(code.name()).isEqualTo(400);
      }
    }
  }

  @Test
  void permanentErrorsAreNotRetried() {
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
            ErrorCode.STATEMENT_TIMEOUT,
            ErrorCode.INTERNAL_ERROR);
  }
}
