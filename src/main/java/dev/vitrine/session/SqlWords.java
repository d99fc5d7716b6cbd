package dev.vitrine.session;

import dev.vitrine.statement.text.Keywords;
import java.util.SortedSet;

/** The keywords of the dialect, for editors. */
public final class SqlWords {
  private SqlWords() {}

  /** The keywords of statements and queries, in upper case. */
  public static SortedSet<String> keywords() {
    return Keywords.all();
  }

  /** Whether a word must be quoted when it is a name. */
  public static boolean isReserved(String word) {
    return Keywords.isReserved(word);
  }
}
