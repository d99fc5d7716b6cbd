package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.SessionStatement.SetVariable;
import dev.vitrine.server.pg.sql.VariableNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The run-time parameters of a session. For one thread. */
public final class SessionVariables {
  /** Maximum characters of a value. */
  private static final int LONGEST = 1_000;

  /** Maximum number of parameters with a dot in their name, which clients invent. */
  private static final int MOST = 100;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|min|h|d)?");
  private static final Pattern OFFSET = Pattern.compile("[+-]?\\d{1,2}");

  /** The parameter with the name of the client program. */
  private static final String CLIENT = "application_name";

  /** Maximum number of changes of the client's name that are recorded. */
  private static final int RECORDED = 20;

  private final Map<String, String> initial = VariableNames.defaults();
  private final Map<String, String> values;
  private final Map<String, String> reported = new LinkedHashMap<>();
  private final Set<String> local = new HashSet<>();
  private Map<String, String> before = Map.of();
  private boolean inTransaction;
  private Consumer<String> clients = name -> {};
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
      initial.put(key, checked(key, List.of(value)));
      values.put(key, initial.get(key));
    }
  }

  /** The client's name, which the parameter {@code application_name} contains; empty for none. */
  public String client() {
    return get(CLIENT);
  }

  /** Passes later names of the client, at most {@value #RECORDED} of them, to a recorder. */
  public void recordClients(Consumer<String> recorder) {
    clients = recorder;
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
        statement.values().isEmpty()
            ? initial.getOrDefault(name, "")
            : checked(name, statement.values());
    if (statement.local() && inTransaction) {
      local.add(name);
    } else {
      local.remove(name);
    }
    if (!statement.local() || inTransaction) {
      put(name, value);
    }
  }

  private void put(String name, String value) {
    if (name.equals(CLIENT) && !value.equals(values.get(name)) && recorded < RECORDED) {
      clients.accept(value);
      recorded++;
    }
    if (!value.equals(values.put(name, value)) && VariableNames.REPORTED.containsKey(name)) {
      reported.put(VariableNames.REPORTED.get(name), value);
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
    return zone(get("timezone"));
  }

  /** The time limit of statements; zero for none. */
  public Duration statementTimeout() {
    return duration(get("statement_timeout"));
  }

  private static String checked(String name, List<String> given) {
    String value = String.join(", ", given);
    if (value.length() > LONGEST) {
      throw invalid(name, value.substring(0, 20) + "…");
    }
    return switch (name) {
      case "timezone" -> {
        zone(value);
        yield value;
      }
      case "client_encoding" -> {
        String encoding = value.toUpperCase(Locale.ROOT).replaceAll("[-_']", "");
        if (!Set.of("UTF8", "UNICODE", "SQLASCII", "AUTO", "DEFAULT").contains(encoding)) {
          throw invalid(name, value).withHint("The client encoding is UTF8.");
        }
        yield "UTF8";
      }
      case "datestyle" -> {
        String style = value.toUpperCase(Locale.ROOT);
        if (style.contains("SQL") || style.contains("POSTGRES") || style.contains("GERMAN")) {
          throw invalid(name, value).withHint("The date style is ISO.");
        }
        yield "ISO, " + (style.contains("DMY") ? "DMY" : style.contains("YMD") ? "YMD" : "MDY");
      }
      case "statement_timeout" -> {
        duration(value);
        yield value;
      }
      case "standard_conforming_strings" -> {
        if (!Set.of("on", "true", "1", "yes").contains(value.toLowerCase(Locale.ROOT))) {
          throw invalid(name, value);
        }
        yield "on";
      }
      case "transaction_isolation", "default_transaction_isolation" -> {
        if (!value.toLowerCase(Locale.ROOT).startsWith("read ")) {
          throw invalid(name, value).withHint("The isolation level is READ COMMITTED.");
        }
        yield "read committed";
      }
      default -> value;
    };
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text.strip());
    if (!parts.matches()) {
      throw invalid("statement_timeout", text);
    }
    long number = Long.parseLong(parts.group(1));
    String unit = parts.group(2) == null ? "ms" : parts.group(2);
    return switch (unit) {
      case "us" -> Duration.ofNanos(number * 1_000);
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(Math.min(number, 10_000));
    };
  }

  private static ZoneId zone(String text) {
    try {
      if (OFFSET.matcher(text).matches()) {
        return ZoneOffset.ofHours(Integer.parseInt(text));
      }
      return switch (text.toUpperCase(Locale.ROOT)) {
        case "UTC", "GMT", "ZULU", "LOCAL", "DEFAULT" -> ZoneOffset.UTC;
        default -> ZoneId.of(text);
      };
    } catch (DateTimeException exception) {
      throw invalid("TimeZone", text).withCause(exception);
    }
  }

  private static VitrineException unknown(String name) {
    return new VitrineException(
        ErrorCode.INVALID_PARAMETER_VALUE, "The parameter '" + name + "' does not exist.");
  }

  private static VitrineException invalid(String name, String value) {
    return new VitrineException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "The value '" + value + "' of the parameter '" + name + "' is invalid.");
  }
}
