package dev.vitrine.jdbc.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** Text in memory, for tools that read and write long texts as a CLOB. */
public final class TextClob implements NClob {
  private final StringBuilder text;
  private boolean freed;

  public TextClob(String text) {
    this.text = new StringBuilder(text);
  }

  @Override
  public long length() throws SQLException {
    check(1);
    return text.length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    int start = check(position);
    if (length < 0) {
      throw SqlErrors.invalidArgument("The length is negative.");
    }
    return text.substring(start, (int) Math.min((long) start + length, text.length()));
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    check(1);
    return new StringReader(text.toString());
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    return new StringReader(getSubString(position, (int) Math.min(length, Integer.MAX_VALUE)));
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    check(1);
    return new ByteArrayInputStream(text.toString().getBytes(US_ASCII));
  }

  @Override
  public long position(String wanted, long start) throws SQLException {
    int found = text.indexOf(wanted, check(start));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(Clob wanted, long start) throws SQLException {
    return position(wanted.getSubString(1, Math.toIntExact(wanted.length())), start);
  }

  @Override
  public int setString(long position, String written) throws SQLException {
    int start = check(position);
    text.replace(start, Math.min(start + written.length(), text.length()), written);
    return written.length();
  }

  @Override
  public int setString(long position, String written, int offset, int length) throws SQLException {
    if (offset < 0 || length < 0 || offset + length > written.length()) {
      throw SqlErrors.invalidArgument("The text has no such part.");
    }
    return setString(position, written.substring(offset, offset + length));
  }

  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    check(position);
    return new StringWriter() {
      @Override
      public void flush() {
        replace(position, toString());
      }

      @Override
      public void close() {
        flush();
      }
    };
  }

  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    check(position);
    return new ByteArrayOutputStream() {
      @Override
      public void flush() {
        replace(position, toString(US_ASCII));
      }

      @Override
      public void close() {
        flush();
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    check(length + 1);
    text.setLength((int) length);
  }

  @Override
  public void free() {
    freed = true;
    text.setLength(0);
  }

  private void replace(long position, String written) {
    int start = (int) position - 1;
    text.replace(start, Math.min(start + written.length(), text.length()), written);
  }

  private int check(long position) throws SQLException {
    if (freed) {
      throw SqlErrors.invalidArgument("The text was freed.");
    }
    if (position < 1 || position > text.length() + 1L) {
      throw SqlErrors.invalidArgument("The text has no position " + position + ".");
    }
    return (int) position - 1;
  }
}
