package dev.vitrine.cli;

/** A shell command that cannot be carried out; the message says why and what would work. */
final class ShellException extends Exception {
  ShellException(String message) {
    super(message);
  }
}
