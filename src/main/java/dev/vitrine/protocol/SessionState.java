package dev.vitrine.protocol;

import java.util.Optional;

/**
 * The state of a session after a request. It is part of the responses to requests that may change
 * it, which saves a request.
 *
 * @param number counts the changes of the session: the state with the higher number is the later
 *     one
 * @param properties all of them
 * @param inTransaction whether a transaction is open that would be lost with the session
 */
public record SessionState(long number, SessionProperties properties, boolean inTransaction) {
  /** Number of the field in the envelope, which Avatica's own clients ignore. */
  private static final int FIELD = 16;

  /** The response with this state added to it: protobuf messages can be joined. */
  public byte[] addedTo(byte[] response) {
    MessageWriter writer = new MessageWriter();
    int start = writer.begin(FIELD);
    writer.number(1, number);
    writer.flag(2, inTransaction);
    writer.flag(3, properties.autoCommit().orElse(false));
    writer.flag(4, properties.readOnly().orElse(false));
    writer.text(5, properties.catalog().orElse(""));
    writer.text(6, properties.schema().orElse(""));
    writer.end(start);
    return writer.appendedTo(response);
  }

  /** The state that was added to the response. */
  static Optional<SessionState> of(byte[] response) {
    MessageReader reader = new MessageReader(response);
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field == FIELD) {
        return Optional.of(read(reader));
      }
      reader.skip();
    }
    return Optional.empty();
  }

  private static SessionState read(MessageReader reader) {
    long number = 0;
    boolean inTransaction = false;
    boolean autoCommit = false;
    boolean readOnly = false;
    String catalog = "";
    String schema = "";
    int outer = reader.enter();
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 1 -> number = reader.number();
        case 2 -> inTransaction = reader.flag();
        case 3 -> autoCommit = reader.flag();
        case 4 -> readOnly = reader.flag();
        case 5 -> catalog = reader.text();
        case 6 -> schema = reader.text();
        default -> reader.skip();
      }
    }
    reader.leave(outer);
    return new SessionState(
        number,
        new SessionProperties(
            Optional.of(autoCommit),
            Optional.of(readOnly),
            Optional.of(catalog),
            Optional.of(schema)),
        inTransaction);
  }
}
