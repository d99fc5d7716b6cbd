package dev.vitrine.cli.migrate;

import java.io.IOException;

/** The files of a version have no signature, and it was not allowed to import such versions. */
final class UnsignedModelException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String PROBLEM = "It has no signature (--allow-unsigned).";

  UnsignedModelException() {
    super(PROBLEM);
  }

  String problem() {
    return PROBLEM;
  }
}
