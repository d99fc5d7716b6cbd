package dev.vitrine.server.pg;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.MessageFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first message of a client. */
sealed interface StartupMessage {
  int CANCEL = 80_877_102;
  int SSL = 80_877_103;
  int GSS_ENCRYPTION = 80_877_104;

  /** Version 3.0, the one that is spoken. */
  int VERSION = 3 << 16;

  /** Asks for TLS. */
  record TlsRequest() implements StartupMessage {}

  /** Asks for encryption with GSSAPI. */
  record GssRequest() implements StartupMessage {}

  /** Cancels the statement of another connection. */
  record CancelRequest(int processId, int secret) implements StartupMessage {}

  /**
   * Starts a session.
   *
   * @param unsupported options of the protocol that are not supported
   * @param newer whether a newer minor version was requested
   */
  record Start(Map<String, String> parameters, List<String> unsupported, boolean newer)
      implements StartupMessage {}

  /**
   * Parses the message.
   *
   * @throws VitrineException PROTOCOL_VIOLATION when it is malformed, UNSUPPORTED_FEATURE for other
   *     versions
   */
  static StartupMessage parse(MessageFields in) {
    int code = in.int32();
    if (code == SSL || code == GSS_ENCRYPTION) {
      in.requireEnd();
      return code == SSL ? new TlsRequest() : new GssRequest();
    }
    if (code == CANCEL) {
      CancelRequest cancel = new CancelRequest(in.int32(), in.int32());
      in.requireEnd();
      return cancel;
    }
    if (code >>> 16 != VERSION >>> 16) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              "The protocol version "
                  + (code >>> 16)
                  + "."
                  + (code & 0xffff)
                  + " is not supported.")
          .withHint("The server speaks version 3.0 of PostgreSQL's protocol.");
    }
    return start(in, code != VERSION);
  }

  private static Start start(MessageFields in, boolean newer) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> unsupported = new ArrayList<>();
    for (String name = in.text(); !name.isEmpty(); name = in.text()) {
      String value = in.text();
      if (name.startsWith("_pq_.")) {
        unsupported.add(name);
      } else {
        parameters.put(name, value);
      }
    }
    in.requireEnd();
    return new Start(parameters, unsupported, newer);
  }
}
