package dev.vitrine.wire.avatica;

import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.apache.calcite.avatica.remote.Service.Request;
import org.apache.calcite.avatica.remote.Service.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Avatica's protobuf messages, with errors as Vitrine reports them: Avatica (AbstractHandler) would
 * send stack traces and exception class names to the client.
 */
final class PlainTranslation implements ProtobufTranslation {
  private static final Logger LOG = LoggerFactory.getLogger(PlainTranslation.class);

  private final ProtobufTranslation messages = new ProtobufTranslationImpl();

  @Override
  public byte[] serializeResponse(Response response) throws IOException {
    Optional<byte[]> rows = RowMessages.of(response);
    return rows.isPresent()
        ? rows.get()
        : messages.serializeResponse(
            response instanceof ErrorResponse error ? plain(error) : response);
  }

  @Override
  public byte[] serializeRequest(Request request) throws IOException {
    return messages.serializeRequest(request);
  }

  @Override
  public Request parseRequest(byte[] bytes) {
    try {
      RequestRules.check(bytes);
      Request request = parsed(bytes);
      RequestRules.check(request);
      return request;
    } catch (VitrineException refusal) {
      throw AvaticaErrors.translate(refusal);
    }
  }

  /** Avatica's parser throws various runtime exceptions for malformed messages. */
  private Request parsed(byte[] bytes) {
    try {
      return messages.parseRequest(bytes);
    } catch (IOException | RuntimeException e) {
      LOG.debug("Not an Avatica request", e);
      throw RequestRules.violation("The request body is not a valid Avatica protobuf message.");
    }
  }

  @Override
  public Response parseResponse(byte[] bytes) throws IOException {
    return messages.parseResponse(bytes);
  }

  private static ErrorResponse plain(ErrorResponse error) {
    if (error.errorCode == ErrorResponse.UNKNOWN_ERROR_CODE) {
      String id = UUID.randomUUID().toString();
      LOG.error("Internal error {}: {} {}", id, error.errorMessage, error.exceptions);
      return AvaticaErrors.response(
          VitrineException.internal(
              id, new IllegalStateException("Avatica cannot run the request.")));
    }
    return AvaticaErrors.response(error.errorMessage, error.errorCode, error.sqlState);
  }
}
