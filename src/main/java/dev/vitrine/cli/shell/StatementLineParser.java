package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.ScriptReader;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/**
 * Splits input into words for the line editor, and requests more lines until a statement is
 * complete.
 */
final class StatementLineParser extends DefaultParser {
  StatementLineParser() {
    setQuoteChars(new char[0]);
    setEscapeChars(null);
    setEofOnUnclosedQuote(false);
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !ScriptReader.isComplete(line)) {
      throw new EOFError(-1, -1, "The statement does not end with ;", ";");
    }
    return super.parse(line, cursor, context);
  }

  /** Names with their dots are one word, as is a command with its exclamation mark. */
  @Override
  public boolean isDelimiterChar(CharSequence buffer, int position) {
    char character = buffer.charAt(position);
    return !Character.isLetterOrDigit(character) && "_.!-".indexOf(character) < 0;
  }
}
