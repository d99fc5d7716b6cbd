package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.SessionStatement.SetVariable;
import dev.vitrine.server.pg.sql.VariableNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The run-time parameters of a session. For one thread. */
public final class SessionVariables {
  /** Maximum number of parameters with a dot in their name, which clients invent. */
  private static final int MOST = 100;

  /** The parameter with the name of the client program. */
  private static final String CLIENT = "application_name";

  /** The parameter with the schemas in which names are looked up. */
  static final String PATH = "search_path";

  /** Whether transactions only read unless they say otherwise. */
  private static final String READ_ONLY = "default_transaction_read_only";

  /** Whether the open transaction only reads; outside of one, the next one. */
  private static final String TRANSACTION_READ_ONLY = "transaction_read_only";

  private static final String STATEMENT_TIMEOUT = "statement_timeout";

  /** Maximum number of changes of the client's name that are recorded. */
  private static final int RECORDED = 20;

  private final Map<String, String> initial = VariableNames.defaults();
  private final Map<String, String> values;
  private final Map<String, String> reported = new LinkedHashMap<>();
  private final Set<String> local = new HashSet<>();
  private Map<String, String> before = Map.of();
  private final Map<String, Consumer<String>> watchers = new HashMap<>();
  private boolean inTransaction;
  private int recorded;

  /**
   * @param product appended to the version of PostgreSQL that clients read
   */
  public SessionVariables(String product, String user) {
    initial.merge("server_version", " (" + product + ")", String::concat);
    initial.put("session_authorization", user);
    values = new TreeMap<>(initial);
  }

  /**
   * Sets the value at the start of the session, to which RESET returns.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the value is invalid
   */
  public void start(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    if (VariableNames.isKnown(key) && !VariableNames.isFixed(key)) {
      initial.put(key, VariableValues.checked(key, List.of(value)));
      values.put(key, initial.get(key));
      followDefault();
    }
  }

  /** The client's name, which the parameter {@code application_name} contains; empty for none. */
  public String client() {
    return get(CLIENT);
  }

  /** Passes later names of the client, at most {@value #RECORDED} of them, to a recorder. */
  public void recordClients(Consumer<String> recorder) {
    watchers.put(
        CLIENT,
        name -> {
          if (recorded < RECORDED) {
            recorder.accept(name);
            recorded++;
          }
        });
  }

  /** Passes each later value of the search path to a consumer, also where it stays the same. */
  void watchPath(Consumer<String> watcher) {
    watchers.put(PATH, watcher);
  }

  /**
   * The value of a parameter.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the parameter does not exist
   */
  public String get(String name) {
    String value = values.get(name.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw unknown(name);
    }
    return value;
  }

  /** All parameters with their values, sorted by name. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }

  /** Sets a parameter, or its initial value if no value is given. */
  public void set(SetVariable statement) {
    String name = statement.name().toLowerCase(Locale.ROOT);
    List<String> values =
        name.equals(PATH)
            ? statement.values().stream().map(SearchPath::quoted).toList()
            : statement.values();
    set(name, values, statement.local());
  }

  /** Sets a parameter to a text that can have several values. */
  void setText(String name, String text, boolean isLocal) {
    set(name.toLowerCase(Locale.ROOT), List.of(text), isLocal);
  }

  private void set(String name, List<String> given, boolean isLocal) {
    if (!VariableNames.isKnown(name)) {
      throw unknown(name);
    }
    if (VariableNames.isFixed(name)) {
      throw new VitrineException(
          ErrorCode.INVALID_PARAMETER_VALUE, "The parameter '" + name + "' cannot be changed.");
    }
    if (name.contains(".") && !values.containsKey(name) && values.size() > initial.size() + MOST) {
      throw new VitrineException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "The session has more than " + MOST + " parameters of its own.");
    }
    String value =
        given.isEmpty() ? initial.getOrDefault(name, "") : VariableValues.checked(name, given);
    if (!isLocal || inTransaction) {
      putLocal(name, value, isLocal);
    }
  }

  /** Sets a parameter that describes the open transaction, until its end. */
  void describeTransaction(String name, String value) {
    putLocal(name, value, inTransaction);
  }

  private void putLocal(String name, String value, boolean isLocal) {
    if (isLocal) {
      local.add(name);
    } else {
      local.remove(name);
    }
    put(name, value, name.equals(PATH));
  }

  private void put(String name, String value) {
    put(name, value, false);
  }

  /**
   * @param again whether watchers see a value that stays the same
   */
  private void put(String name, String value, boolean again) {
    boolean changed = !value.equals(values.put(name, value));
    followDefault();
    if (changed && VariableNames.REPORTED.containsKey(name)) {
      reported.put(VariableNames.REPORTED.get(name), value);
    }
    if ((changed || again) && watchers.containsKey(name)) {
      watchers.get(name).accept(value);
    }
  }

  private void followDefault() {
    if (!inTransaction) {
      values.put(TRANSACTION_READ_ONLY, values.getOrDefault(READ_ONLY, ""));
    }
  }

  /** Sets all parameters to their initial values. */
  public void resetAll() {
    values.keySet().removeIf(name -> !initial.containsKey(name));
    initial.forEach(this::put);
  }

  /** Marks the start of a transaction, whose changes of parameters a rollback undoes. */
  void transactionBegins() {
    if (!inTransaction) {
      inTransaction = true;
      before = Map.copyOf(values);
    }
  }

  /** Ends the transaction. */
  void transactionEnds(boolean committed) {
    if (inTransaction) {
      inTransaction = false;
      before.forEach(
          (name, value) -> {
            if (!committed || local.contains(name)) {
              put(name, value);
            }
          });
      followDefault();
      local.clear();
      before = Map.of();
    }
  }

  /** Changed parameters that the client was not informed of, and their values. */
  public Map<String, String> takeReported() {
    Map<String, String> taken = new LinkedHashMap<>(reported);
    reported.clear();
    return taken;
  }

  /** The time zone of points in time in text. */
  public ZoneId zone() {
    return VariableValues.zone(get("timezone"));
  }

  /** Whether transactions only read unless they say otherwise. */
  boolean readsOnly() {
    return get(READ_ONLY).equals("on");
  }

  /** The time limit of statements; zero for none. */
  public Duration statementTimeout() {
    return VariableValues.duration(STATEMENT_TIMEOUT, get(STATEMENT_TIMEOUT));
  }

  private static VitrineException unknown(String name) {
    return new VitrineException(
        ErrorCode.INVALID_PARAMETER_VALUE, "The parameter '" + name + "' does not exist.");
  }
}
