package dev.vitrine.registry.principal;

import dev.vitrine.authentication.TokenText;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.store.principal.TokenDao;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The result is the only place that ever contains the token itself. */
final class CreateTokenTask implements Task<CreateToken, TaskResult> {
  /** The result columns as a query over the relation {@code tokens}, which has no token text. */
  public static final String COLUMNS =
      "token_id, user_name AS token, comment, created_at, expires_at";

  private static final List<Column> ANSWER =
      List.of(
          Column.bigint("token_id", false, "Number of the token, for DROP TOKEN"),
          Column.varchar("token", 255, false, "The token; it is shown only once"),
          Column.varchar("comment", 65_536, true, "Comment"),
          Column.timestamp("created_at", false, "Time of creation, UTC"),
          Column.timestamp("expires_at", false, "Time of expiry, UTC"));

  /** Maximum unexpired tokens of a user. */
  private static final int MOST_LIVE = 100;

  /** Days of validity without LIFETIME. */
  private static final long DEFAULT_DAYS = 90;

  /** Maximum days of validity: about ten years. */
  private static final long MOST_DAYS = 3_650;

  /** How long expired tokens remain in the list. */
  private static final long SHOWN_EXPIRED_DAYS = 30;

  @Override
  public TaskResult execute(CreateToken statement, TaskContext context) {
    Principals.authorize(Operation.CREATE_TOKEN, context);
    long days = statement.lifetimeDays().orElse(DEFAULT_DAYS);
    if (days < 1 || days > MOST_DAYS) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The lifetime of a token cannot be " + days + " days.")
          .withHint("A lifetime is 1 to " + MOST_DAYS + " days.");
    }
    String comment = statement.comment().map(Texts.COMMENT::check).orElse(null);
    LocalDateTime created = context.stamp().at();
    long user = context.caller().id();
    context.transaction().writing();
    TokenDao tokens = context.tokens();
    tokens.lock(user);
    LocalDateTime expires = noLaterThanItsMaker(created.plusDays(days), context);
    tokens.deleteExpired(user, created.minusDays(SHOWN_EXPIRED_DAYS));
    if (tokens.countLive(user, created) >= MOST_LIVE) {
      throw new VitrineException(
              ErrorCode.TOKEN_LIMIT_EXCEEDED,
              "User '" + context.caller().name() + "' has " + MOST_LIVE + " tokens already.")
          .withHint("List them with SHOW TOKENS and remove unused ones with DROP TOKEN.");
    }
    TokenText token = TokenText.generate();
    long id = tokens.insert(user, token.hash(), comment, created, expires);
    context.addAuditParameter("tokenId", id);
    return new TaskResult.Created(
        ANSWER, Arrays.asList(id, token.value(), comment, created, expires));
  }

  /** Prevents that a stolen token is extended by making new ones with it. */
  private static LocalDateTime noLaterThanItsMaker(LocalDateTime expires, TaskContext context) {
    Optional<Long> maker = context.evidence().proof().tokenId();
    if (maker.isEmpty()) {
      return expires;
    }
    LocalDateTime end =
        context
            .tokens()
            .find(maker.get())
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.AUTHENTICATION_FAILED,
                            "The token of this session was dropped.")
                        .withHint("Sign in again."))
            .expiresAt();
    return end.isBefore(expires) ? end : expires;
  }
}
