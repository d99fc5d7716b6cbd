package dev.vitrine.server.pg.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The run-time parameters that PostgreSQL clients set and read, with their values at the start of a
 * session. Most have no effect here.
 */
public final class VariableNames {
  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("application_name", ""),
              Map.entry("backslash_quote", "safe_encoding"),
              Map.entry("bytea_output", "hex"),
              Map.entry("client_encoding", "UTF8"),
              Map.entry("client_min_messages", "notice"),
              Map.entry("datestyle", "ISO, MDY"),
              Map.entry("default_table_access_method", "heap"),
              Map.entry("default_transaction_isolation", "read committed"),
              Map.entry("default_transaction_read_only", "off"),
              Map.entry("enable_seqscan", "on"),
              Map.entry("escape_string_warning", "on"),
              Map.entry("extra_float_digits", "1"),
              Map.entry("geqo", "on"),
              Map.entry("idle_in_transaction_session_timeout", "0"),
              Map.entry("in_hot_standby", "off"),
              Map.entry("integer_datetimes", "on"),
              Map.entry("intervalstyle", "postgres"),
              Map.entry("is_superuser", "off"),
              Map.entry("jit", "off"),
              Map.entry("lc_collate", "C"),
              Map.entry("lc_ctype", "C"),
              Map.entry("lc_messages", "C"),
              Map.entry("lc_monetary", "C"),
              Map.entry("lc_numeric", "C"),
              Map.entry("lc_time", "C"),
              Map.entry("lock_timeout", "0"),
              Map.entry("max_identifier_length", "255"),
              Map.entry("max_index_keys", "32"),
              Map.entry("quote_all_identifiers", "off"),
              Map.entry("row_security", "on"),
              Map.entry("scram_iterations", "100000"),
              Map.entry("search_path", "registry"),
              Map.entry("server_encoding", "UTF8"),
              Map.entry("server_version", "17.0"),
              Map.entry("server_version_num", "170000"),
              Map.entry("session_authorization", ""),
              Map.entry("ssl_renegotiation_limit", "0"),
              Map.entry("standard_conforming_strings", "on"),
              Map.entry("statement_timeout", "0"),
              Map.entry("synchronize_seqscans", "on"),
              Map.entry("synchronous_commit", "on"),
              Map.entry("timezone", "UTC"),
              Map.entry("transaction_isolation", "read committed"),
              Map.entry("transaction_read_only", "off"),
              Map.entry("transaction_timeout", "0"),
              Map.entry("work_mem", "4MB"),
              Map.entry("xmloption", "content")));

  /** Those that a client is informed of, by the name under which it is. */
  public static final Map<String, String> REPORTED =
      Map.ofEntries(
          Map.entry("application_name", "application_name"),
          Map.entry("client_encoding", "client_encoding"),
          Map.entry("datestyle", "DateStyle"),
          Map.entry("default_transaction_read_only", "default_transaction_read_only"),
          Map.entry("in_hot_standby", "in_hot_standby"),
          Map.entry("integer_datetimes", "integer_datetimes"),
          Map.entry("intervalstyle", "IntervalStyle"),
          Map.entry("is_superuser", "is_superuser"),
          Map.entry("scram_iterations", "scram_iterations"),
          Map.entry("search_path", "search_path"),
          Map.entry("server_encoding", "server_encoding"),
          Map.entry("server_version", "server_version"),
          Map.entry("session_authorization", "session_authorization"),
          Map.entry("standard_conforming_strings", "standard_conforming_strings"),
          Map.entry("timezone", "TimeZone"));

  private static final Set<String> FIXED =
      Set.of(
          "in_hot_standby",
          "integer_datetimes",
          "is_superuser",
          "lc_collate",
          "lc_ctype",
          "max_identifier_length",
          "max_index_keys",
          "server_encoding",
          "server_version",
          "server_version_num",
          "session_authorization");

  private static final Set<String> DURATIONS =
      Set.of(
          "idle_in_transaction_session_timeout",
          "lock_timeout",
          "statement_timeout",
          "transaction_timeout");

  private static final Set<String> TRUTHS =
      Set.of(
          "default_transaction_read_only",
          "enable_seqscan",
          "escape_string_warning",
          "geqo",
          "jit",
          "quote_all_identifiers",
          "row_security",
          "synchronize_seqscans",
          "transaction_read_only");

  private VariableNames() {}

  /** The initial values by name in lower case, sorted. */
  public static Map<String, String> defaults() {
    return new TreeMap<>(DEFAULTS);
  }

  /** Whether it is a parameter, in any case of letters. */
  public static boolean isKnown(String name) {
    return DEFAULTS.containsKey(name.toLowerCase(Locale.ROOT)) || name.contains(".");
  }

  /** Whether it is a time, in milliseconds where no unit is given. */
  public static boolean isDuration(String name) {
    return DURATIONS.contains(name);
  }

  /** Whether it is either on or off. */
  public static boolean isTruth(String name) {
    return TRUTHS.contains(name);
  }

  /** Whether a session cannot change it. */
  public static boolean isFixed(String name) {
    return FIXED.contains(name);
  }
}
