package dev.vitrine.cli.shell;

/** A shell command failed; the message has the cause and the correct usage. */
final class ShellException extends Exception {
  ShellException(String message) {
    super(message);
  }
}
