package dev.vitrine.cli.output;

/** Values as people read them on a terminal. */
final class DisplayText {
  private DisplayText() {}

  /**
   * The text of a value. Control characters are shown by number, so that a comment or tag cannot
   * send escape sequences to the terminal.
   */
  static String of(String text) {
    if (text == null) {
      return "NULL";
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.chars()
        .forEach(
            character -> {
              if (character == '\t') {
                shown.append("    ");
              } else if (character == '\n' || !Character.isISOControl(character)) {
                shown.append((char) character);
              } else if (character != '\r') {
                shown.append(String.format("\\u%04x", character));
              }
            });
    return shown.toString();
  }
}
