package dev.vitrine.server.web.content;

/** A text that takes a limited number of characters. Used by one thread. */
final class BoundedText implements Appendable {
  private final StringBuilder text = new StringBuilder();
  private final int most;

  /** Thrown when a text would exceed its limit. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FullException(int most) {
      super("The text would have more than " + most + " characters.", null, false, false);
    }
  }

  BoundedText(int most) {
    this.most = most;
  }

  @Override
  public Appendable append(CharSequence part) {
    require(part.length());
    text.append(part);
    return this;
  }

  @Override
  public Appendable append(CharSequence part, int start, int end) {
    require(end - start);
    text.append(part, start, end);
    return this;
  }

  @Override
  public Appendable append(char character) {
    require(1);
    text.append(character);
    return this;
  }

  private void require(int characters) {
    if (characters > most - text.length()) {
      throw new FullException(most);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
