package dev.vitrine.wire.avatica;

import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ServiceException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * Errors in the one form that Avatica sends with its SQLSTATE. They carry no stack trace, because
 * Avatica would send it to the client.
 */
final class AvaticaErrors {
  private AvaticaErrors() {}

  /** Runs a request. */
  static <T> T translating(Supplier<T> request) {
    try {
      return request.get();
    } catch (ServiceException failure) {
      throw translate(failure);
    } catch (VitrineException failure) {
      throw translate(failure);
    }
  }

  /** Runs a request of a statement. */
  static <T> T translating(StatementHandle handle, Supplier<T> request)
      throws NoSuchStatementException {
    try {
      return request.get();
    } catch (ServiceException failure) {
      if (failure.is(Condition.STATEMENT_CLOSED)) {
        throw new NoSuchStatementException(handle);
      }
      throw translate(failure);
    } catch (VitrineException failure) {
      throw translate(failure);
    }
  }

  private static AvaticaRuntimeException translate(ServiceException failure) {
    return withoutTrace(failure.getMessage(), failure.vendorCode(), failure.sqlState());
  }

  static AvaticaRuntimeException translate(VitrineException failure) {
    return withoutTrace(
        failure.getMessage(), failure.code().vendorCode(), failure.code().sqlState());
  }

  private static AvaticaRuntimeException withoutTrace(
      @Nullable String message, int code, String sqlState) {
    AvaticaRuntimeException translated =
        new AvaticaRuntimeException(message, code, sqlState, AvaticaSeverity.ERROR);
    translated.setStackTrace(new StackTraceElement[0]);
    return translated;
  }

  /** The form sent to the client. */
  static ErrorResponse response(VitrineException failure) {
    return response(failure.getMessage(), failure.code().vendorCode(), failure.code().sqlState());
  }

  static ErrorResponse response(@Nullable String message, int code, String sqlState) {
    return new ErrorResponse(List.of(), message, code, sqlState, AvaticaSeverity.ERROR, null);
  }
}
