package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.session.Engine;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Shows the metrics to admins, or to everybody if that was chosen. A request from this machine
 * needs credentials too: a proxy on it may forward requests of others without saying so.
 */
final class MetricsEndpoint implements Handler {
  static final String PATH = "/metrics";

  private final ServerMetrics metrics;
  private final CredentialSignIn signIn;
  private final Engine engine;
  private final boolean open;

  MetricsEndpoint(ServerMetrics metrics, CredentialSignIn signIn, Engine engine, boolean open) {
    this.metrics = metrics;
    this.signIn = signIn;
    this.engine = engine;
    this.open = open;
  }

  @Override
  public void handle(Context context) throws IOException {
    if (!open) {
      try {
        if (!engine.isAdmin(signIn.user(context))) {
          refuse(context, HttpStatus.FORBIDDEN, "/metrics requires the credentials of an admin.");
          return;
        }
      } catch (VitrineException refusal) {
        boolean unauthenticated = refusal.code() == ErrorCode.AUTHENTICATION_FAILED;
        if (unauthenticated) {
          context.header(Header.WWW_AUTHENTICATE, SignIn.CHALLENGE);
        }
        refuse(
            context,
            unauthenticated ? HttpStatus.UNAUTHORIZED : HttpStatus.SERVICE_UNAVAILABLE,
            refusal.problem());
        return;
      }
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write(text);
    context.contentType(ServerMetrics.contentType()).result(text.toByteArray());
  }

  private static void refuse(Context context, HttpStatus status, String problem) {
    String code =
        status == HttpStatus.UNAUTHORIZED
            ? "UNAUTHENTICATED"
            : status == HttpStatus.FORBIDDEN ? "PERMISSION_DENIED" : "TEMPORARILY_UNAVAILABLE";
    context.status(status);
    Api.send(context, Json.object().put("error_code", code).put("message", problem));
  }
}
