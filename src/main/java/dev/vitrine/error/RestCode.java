package dev.vitrine.error;

/**
 * Error codes of the REST interfaces, by the names that MLflow and Databricks clients know, each
 * with its HTTP status. These clients retry any status other than 400, 401, 403, 404, 409 and 501
 * for minutes, so other statuses are only for conditions where a retry can succeed.
 */
public enum RestCode {
  INVALID_PARAMETER_VALUE(400),
  INVALID_STATE(400),
  RESOURCE_LIMIT_EXCEEDED(400),
  /**
   * 400 as in MLflow; clients that create possibly existing objects check the code, not the status.
   */
  RESOURCE_ALREADY_EXISTS(400),
  CATALOG_ALREADY_EXISTS(400),
  SCHEMA_ALREADY_EXISTS(400),
  CATALOG_NOT_EMPTY(400),
  SCHEMA_NOT_EMPTY(400),
  UNAUTHENTICATED(401),
  PERMISSION_DENIED(403),
  RESOURCE_DOES_NOT_EXIST(404),
  CATALOG_DOES_NOT_EXIST(404),
  SCHEMA_DOES_NOT_EXIST(404),
  PRINCIPAL_DOES_NOT_EXIST(404),
  /**
   * A path is missing inside a version that exists and may be read. MLflow's clients read this code
   * as "a file, or an empty directory", and then download nothing without an error.
   */
  NOT_FOUND(404),
  /** A file; clients know this name for files only. */
  ALREADY_EXISTS(409),
  ABORTED(409),
  INTERNAL_ERROR(500),
  NOT_IMPLEMENTED(501),
  TEMPORARILY_UNAVAILABLE(503),
  INSUFFICIENT_STORAGE(507) {
    @Override
    public String code() {
      return TEMPORARILY_UNAVAILABLE.code();
    }
  };

  private final int status;

  RestCode(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The value of {@code error_code}. */
  public String code() {
    return name();
  }
}
