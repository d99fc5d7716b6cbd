package dev.vitrine.server.web;

import java.io.IOException;
import java.io.OutputStream;

/** A file that the browser saves and does not show; its bytes are written as they are read. */
public record Download(String contentType, String fileName, Body body) implements WebResponse {

  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Body {
    /** Writes all bytes. */
    void writeTo(OutputStream out) throws IOException;
  }
}
