package dev.vitrine.server;

import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineHealth;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.time.Duration;

/**
 * Reports whether requests can be served, for load balancers. It waits for at most 2 s and needs no
 * connection that a user could hold.
 */
final class HealthEndpoint implements Handler {
  static final String PATH = "/health";

  /** Time limit of the store check behind GET /health. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** How long all ordinary connections may be in use before the server reports 503. */
  private static final Duration LONGEST_STALL = Duration.ofSeconds(5);

  private final Engine engine;

  HealthEndpoint(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Context context) {
    EngineHealth health = engine.health(LONGEST);
    boolean stalled = health.stalled().compareTo(LONGEST_STALL) > 0;
    boolean ok = health.responds() && health.connects() && !stalled;
    StringBuilder answer = new StringBuilder("{\"ok\":" + ok + ",\"store\":\"");
    answer.append(store(health)).append('"');
    if (health.responds() && !health.connects()) {
      answer.append(",\"connections\":\"unavailable\"");
    } else if (health.responds() && stalled) {
      answer.append(",\"connections\":\"exhausted\"");
    } else if (health.responds() && health.waiting() > 0) {
      answer.append(",\"connections\":\"waiting\"");
    }
    context
        .status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType("application/json")
        .result(answer.append('}').toString());
  }

  private static String store(EngineHealth health) {
    if (!health.responds()) {
      return "down";
    }
    return health.readOnly() ? "disk_full" : "up";
  }
}
