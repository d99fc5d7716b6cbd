package dev.vitrine.server.front;

import java.io.IOException;

/** A body arrives more slowly than the minimum data rate. */
public final class TooSlowException extends IOException {
  private static final long serialVersionUID = 1L;

  TooSlowException() {
    super("The body arrives too slowly");
  }
}
