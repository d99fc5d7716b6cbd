package dev.vitrine.server.pg.sql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.SessionStatement.Begin;
import dev.vitrine.server.pg.sql.SessionStatement.CloseCursor;
import dev.vitrine.server.pg.sql.SessionStatement.Commit;
import dev.vitrine.server.pg.sql.SessionStatement.Deallocate;
import dev.vitrine.server.pg.sql.SessionStatement.Declare;
import dev.vitrine.server.pg.sql.SessionStatement.Discard;
import dev.vitrine.server.pg.sql.SessionStatement.Modes;
import dev.vitrine.server.pg.sql.SessionStatement.Modes.Access;
import dev.vitrine.server.pg.sql.SessionStatement.NoEffect;
import dev.vitrine.server.pg.sql.SessionStatement.ReleaseSavepoint;
import dev.vitrine.server.pg.sql.SessionStatement.ResetVariable;
import dev.vitrine.server.pg.sql.SessionStatement.Rollback;
import dev.vitrine.server.pg.sql.SessionStatement.RollbackToSavepoint;
import dev.vitrine.server.pg.sql.SessionStatement.Savepoint;
import dev.vitrine.server.pg.sql.SessionStatement.SetTransaction;
import dev.vitrine.server.pg.sql.SessionStatement.SetVariable;
import dev.vitrine.server.pg.sql.SessionStatement.ShowVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises the statements that PostgreSQL clients send and the dialect does not have. */
public final class SessionStatementParser {
  private static final Set<String> TRANSACTION_WORDS = Set.of("transaction", "work");

  private final PgText source;
  private final List<PgToken> tokens;
  private int at;

  private SessionStatementParser(PgText source) {
    this.source = source;
    this.tokens = source.tokens();
  }

  /**
   * The statement, if it is one.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR or UNSUPPORTED_FEATURE when it begins like one
   */
  public static Optional<SessionStatement> parse(PgText source) {
    PgToken first = source.tokens().get(0);
    return first.kind() == PgToken.Kind.WORD
        ? Optional.ofNullable(new SessionStatementParser(source).parse(first.text()))
        : Optional.empty();
  }

  private @Nullable SessionStatement parse(String word) {
    at = 1;
    return switch (word) {
      case "begin" -> begin("BEGIN");
      case "start" -> is("transaction") ? begin("START TRANSACTION") : null;
      case "commit", "end" -> {
        skipTransactionWord();
        yield complete(new Commit(chain()));
      }
      case "rollback", "abort" -> rollback();
      case "savepoint" -> complete(new Savepoint(name()));
      case "release" -> {
        skip("savepoint");
        yield complete(new ReleaseSavepoint(name()));
      }
      case "set" -> set();
      case "reset" -> complete(new ResetVariable(variable()));
      case "show" -> show();
      case "discard" -> complete(new Discard(name().toUpperCase(Locale.ROOT)));
      case "deallocate" -> {
        skip("prepare");
        boolean all = is("all");
        yield complete(new Deallocate(name(), all));
      }
      case "declare" -> declare();
      case "fetch" -> FetchParser.parse(source, false);
      case "move" -> FetchParser.parse(source, true);
      case "close" -> {
        boolean all = is("all");
        yield complete(new CloseCursor(name(), all));
      }
      case "copy" -> CopyParser.parse(source);
      case "listen", "unlisten" -> {
        if (!isSymbol("*")) {
          name();
        } else {
          at++;
        }
        yield complete(new NoEffect(word.toUpperCase(Locale.ROOT)));
      }
      default -> null;
    };
  }

  private SessionStatement begin(String tag) {
    return new Begin(tag, modes(true));
  }

  /**
   * Transaction modes. SERIALIZABLE is refused.
   *
   * @param single whether they are those of one transaction, which can be REPEATABLE READ
   */
  private Modes modes(boolean single) {
    Access access = Access.DEFAULT;
    boolean snapshot = false;
    for (; at < tokens.size(); at++) {
      if (is("serializable") || (is("repeatable") && !single)) {
        throw new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE,
                single
                    ? "The isolation level SERIALIZABLE is not supported."
                    : "The isolation level of a session is READ COMMITTED.")
            .withPosition(PgText.position(source.text(), tokens.get(at).start()))
            .withHint("Single transactions can be REPEATABLE READ, and only read then.");
      }
      snapshot |= is("repeatable");
      access = is("only") ? Access.READ_ONLY : is("write") ? Access.READ_WRITE : access;
    }
    return new Modes(access, snapshot);
  }

  private SessionStatement rollback() {
    skipTransactionWord();
    if (is("to")) {
      at++;
      skip("savepoint");
      return complete(new RollbackToSavepoint(name()));
    }
    return complete(new Rollback(chain()));
  }

  private void skipTransactionWord() {
    if (at < tokens.size() && TRANSACTION_WORDS.contains(tokens.get(at).text())) {
      at++;
    }
  }

  /** {@code AND CHAIN} or {@code AND NO CHAIN}. */
  private boolean chain() {
    if (!is("and")) {
      return false;
    }
    at++;
    boolean chain = !is("no");
    skip("no");
    if (!is("chain")) {
      throw source.syntaxError(at, "CHAIN is expected here.");
    }
    at++;
    return chain;
  }

  private @Nullable SessionStatement set() {
    boolean local = is("local");
    if (is("session") && at + 1 < tokens.size()) {
      at++;
      if (is("characteristics")) {
        return switch (modes(false).access()) {
          case DEFAULT -> new NoEffect("SET");
          case READ_ONLY -> characteristic("on");
          case READ_WRITE -> characteristic("off");
        };
      }
      if (is("authorization")) {
        throw refused("SET SESSION AUTHORIZATION is not supported.");
      }
    } else if (local) {
      at++;
    }
    if (is("transaction")) {
      return new SetTransaction(modes(true));
    }
    if (is("constraints")) {
      return new NoEffect("SET CONSTRAINTS");
    }
    if (is("names")) {
      at++;
      return complete(new SetVariable("client_encoding", List.of(value()), local));
    }
    if (source.startsWith("set", "time", "zone")) {
      at += 2;
      return new SetVariable("timezone", values(), local);
    }
    if (is("schema") && at + 1 < tokens.size() && tokens.get(at + 1).isString()) {
      at++;
      return complete(new SetVariable("search_path", List.of(value()), local));
    }
    return assignment(local);
  }

  private static SessionStatement characteristic(String readOnly) {
    return new SetVariable("default_transaction_read_only", List.of(readOnly), false);
  }

  private @Nullable SessionStatement assignment(boolean local) {
    int before = at;
    if (at < tokens.size() && tokens.get(at).isName()) {
      String name = variable();
      if (isSymbol("=") || is("to")) {
        at++;
        return assigned(name, values(), local);
      }
    }
    at = before;
    return null;
  }

  /** Parameters of the transaction are modes of it. */
  private static SessionStatement assigned(String name, List<String> values, boolean local) {
    String value = String.join(" ", values).toLowerCase(Locale.ROOT);
    if (name.equals("transaction_read_only") && Set.of("on", "off").contains(value)) {
      return new SetTransaction(
          new Modes(value.equals("on") ? Access.READ_ONLY : Access.READ_WRITE, false));
    }
    if (name.equals("transaction_isolation") && value.equals("repeatable read")) {
      return new SetTransaction(new Modes(Access.DEFAULT, true));
    }
    return new SetVariable(name, values, local);
  }

  private List<String> values() {
    if (is("default") || (is("local") && at + 1 == tokens.size())) {
      at++;
      return complete(List.of());
    }
    List<String> values = new ArrayList<>();
    values.add(value());
    while (at < tokens.size()) {
      if (isSymbol(",")) {
        at++;
      }
      values.add(value());
    }
    return values;
  }

  private String value() {
    String sign = isSymbol("-") || isSymbol("+") ? tokens.get(at++).text() : "";
    if (at >= tokens.size() || tokens.get(at).kind() == PgToken.Kind.SYMBOL) {
      throw source.syntaxError(at, "A value is expected here.");
    }
    return sign + tokens.get(at++).text();
  }

  /** SHOW of a variable; other SHOW statements are the dialect's. */
  private @Nullable SessionStatement show() {
    if (source.startsWith("show", "transaction", "isolation", "level")) {
      return new ShowVariable("transaction_isolation");
    }
    if (source.startsWith("show", "time", "zone")) {
      return new ShowVariable("timezone");
    }
    if (at < tokens.size() && tokens.get(at).isName()) {
      String name = variable();
      if (at == tokens.size() && (name.equals("all") || VariableNames.isKnown(name))) {
        return new ShowVariable(name);
      }
    }
    return null;
  }

  private SessionStatement declare() {
    String name = name();
    boolean hold = false;
    boolean scroll = false;
    for (; at < tokens.size() && !is("for"); at++) {
      hold |= is("with");
      scroll |= is("scroll") && !tokens.get(at - 1).isWord("no");
      if (is("binary")) {
        throw refused("Cursors with rows in binary format are not supported.");
      }
    }
    if (at + 1 >= tokens.size()) {
      throw source.syntaxError(at, "FOR and a query are expected here.");
    }
    return new Declare(name, scroll, hold, source.from(at + 1));
  }

  private String variable() {
    StringBuilder name = new StringBuilder(name().toLowerCase(Locale.ROOT));
    while (isSymbol(".") && at + 1 < tokens.size()) {
      at++;
      name.append('.').append(name().toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private String name() {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      throw source.syntaxError(at, "A name is expected here.");
    }
    return tokens.get(at++).text();
  }

  private boolean is(String word) {
    return at < tokens.size() && tokens.get(at).isWord(word);
  }

  private boolean isSymbol(String symbol) {
    return at < tokens.size() && tokens.get(at).isSymbol(symbol);
  }

  private void skip(String word) {
    if (is(word)) {
      at++;
    }
  }

  private <T> T complete(T statement) {
    if (at < tokens.size()) {
      throw source.syntaxError(at, "The statement should end here.");
    }
    return statement;
  }

  private static VitrineException refused(String problem) {
    return new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, problem);
  }
}
