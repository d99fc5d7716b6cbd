package dev.vitrine.cli.migrate.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Collects the text of an SQL statement; values become parameters. */
public final class SqlStatement {
  private static final JsonMapper JSON = new JsonMapper();

  private final StringBuilder text = new StringBuilder();
  private final ArrayNode parameters = JSON.createArrayNode();

  /**
   * @param sql text without values
   */
  public SqlStatement(String sql) {
    text.append(sql);
  }

  /** Appends text without values. */
  public SqlStatement sql(String sql) {
    text.append(sql);
    return this;
  }

  /** Appends a text as a parameter. */
  public SqlStatement value(String value) {
    return add(value, "STRING");
  }

  /** Appends a number as a parameter. */
  public SqlStatement number(double value) {
    return add(Double.toString(value), "DOUBLE");
  }

  private SqlStatement add(String value, String type) {
    String name = "p" + parameters.size();
    text.append(':').append(name);
    parameters.addObject().put("name", name).put("value", value).put("type", type);
    return this;
  }

  /** A clause such as TAGS; nothing without values. */
  public SqlStatement pairs(String clause, Map<String, String> values) {
    String separator = " " + clause + " (";
    for (Map.Entry<String, String> pair : values.entrySet()) {
      sql(separator).value(pair.getKey()).sql(" = ").value(pair.getValue());
      separator = ", ";
    }
    return values.isEmpty() ? this : sql(")");
  }

  /** Members of a request that runs the statement. */
  public ObjectNode body() {
    ObjectNode body = JSON.createObjectNode().put("statement", text.toString());
    body.set("parameters", parameters);
    return body;
  }
}
