package dev.vitrine.protocol;

import java.util.Map;

/**
 * Counts the fields of a request without creating objects: a message of a few MiB can contain
 * millions, and each becomes several objects when it is parsed.
 */
public final class RequestShape {
  /** Fields that are messages, by the name of the message that has them. */
  private static final Map<String, Map<Integer, String>> INNER =
      Map.of(
          "ExecuteRequest", Map.of(1, "StatementHandle", 2, "TypedValue"),
          "ExecuteBatchRequest", Map.of(3, "UpdateBatch"),
          "UpdateBatch", Map.of(1, "TypedValue"),
          "TypedValue", Map.of(8, "TypedValue"),
          "StatementHandle", Map.of(3, "Signature"),
          "SyncResultsRequest", Map.of(3, "QueryState"),
          "QueryState", Map.of(9, "Arguments"),
          "ConnectionSyncRequest", Map.of(2, "Properties"));

  /** Maximum nesting of messages. */
  private static final int DEEPEST = 20;

  private final MessageReader reader;
  private final int most;
  private int fields;

  private RequestShape(byte[] request, int most) {
    this.reader = new MessageReader(request);
    this.most = most;
  }

  /**
   * Whether a request is a message of at most so many fields.
   *
   * @throws ServiceException when it is not a message
   */
  public static boolean isWithin(byte[] request, int most) {
    // The name can follow the content.
    String name = RequestMessages.name(request);
    return new RequestShape(request, most).envelope(name.substring(name.lastIndexOf('$') + 1));
  }

  private boolean envelope(String name) {
    for (int field = reader.field(); field > 0; field = reader.field()) {
      fields++;
      if (field == 2) {
        int outer = reader.enter();
        if (!fields(name, 1)) {
          return false;
        }
        reader.leave(outer);
      } else {
        reader.skip();
      }
    }
    return fields <= most;
  }

  private boolean fields(String message, int depth) {
    Map<Integer, String> inner = INNER.getOrDefault(message, Map.of());
    for (int field = reader.field(); field > 0; field = reader.field()) {
      fields++;
      if (fields > most || depth > DEEPEST) {
        return false;
      }
      String name = inner.get(field);
      if (name == null) {
        reader.skip();
      } else {
        int outer = reader.enter();
        if (!fields(name, depth + 1)) {
          return false;
        }
        reader.leave(outer);
      }
    }
    return true;
  }
}
