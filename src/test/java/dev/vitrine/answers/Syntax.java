package dev.vitrine.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A piece of a generated query, in Vitrine's dialect and in PostgreSQL's.
 *
 * @param kind pieces of one kind can stand for one another
 * @param parts texts, and the pieces between them
 * @param plain the piece in PostgreSQL's dialect: texts, and indexes of parts; empty if it is the
 *     same there
 */
record Syntax(String kind, List<Object> parts, List<Object> plain) {
  /** The kind of clauses that may be left out. */
  static final String OPTIONAL = "optional";

  Syntax {
    parts = List.copyOf(parts);
    plain = List.copyOf(plain);
  }

  Syntax(String kind, List<Object> parts) {
    this(kind, parts, List.of());
  }

  static Syntax of(String kind, Object... parts) {
    return new Syntax(kind, List.of(parts));
  }

  /** The same piece with a translation: texts, and indexes of parts. */
  Syntax plainly(Object... translation) {
    return new Syntax(kind, parts, List.of(translation));
  }

  /** The text of the query in Vitrine's dialect. */
  String text() {
    StringBuilder text = new StringBuilder();
    write(text);
    return text.toString();
  }

  /** The text of the query in PostgreSQL's dialect. */
  String plainText() {
    StringBuilder text = new StringBuilder();
    writePlain(text);
    return text.toString();
  }

  private void write(StringBuilder text) {
    for (Object part : parts) {
      if (part instanceof Syntax inner) {
        inner.write(text);
      } else {
        text.append(part);
      }
    }
  }

  private void writePlain(StringBuilder text) {
    for (Object piece : plain.isEmpty() ? parts : plain) {
      Object part = piece instanceof Integer index ? parts.get(index) : piece;
      if (part instanceof Syntax inner) {
        inner.writePlain(text);
      } else {
        text.append(part);
      }
    }
  }

  /** How many pieces there are. */
  int size() {
    int size = 1;
    for (Object part : parts) {
      size += part instanceof Syntax inner ? inner.size() : 0;
    }
    return size;
  }

  /** The same query with something in it made shorter, in every way there is. */
  List<Syntax> smaller() {
    List<Syntax> smaller = new ArrayList<>();
    if (kind.equals(OPTIONAL) && !parts.isEmpty()) {
      smaller.add(of(OPTIONAL));
    }
    forEachInside(
        inner -> {
          if (inner.kind.equals(kind)) {
            smaller.add(inner);
          }
        });
    constant().forEach(smaller::add);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Syntax inner) {
        for (Syntax replacement : inner.smaller()) {
          List<Object> replaced = new ArrayList<>(parts);
          replaced.set(i, replacement);
          smaller.add(new Syntax(kind, replaced, plain));
        }
      }
    }
    return smaller;
  }

  private void forEachInside(Consumer<Syntax> action) {
    for (Object part : parts) {
      if (part instanceof Syntax inner) {
        action.accept(inner);
        inner.forEachInside(action);
      }
    }
  }

  /** Shorter constants of the kind. */
  private List<Syntax> constant() {
    if (size() == 1) {
      return List.of();
    }
    return switch (kind) {
      case "NUMBER" -> List.of(of(kind, "1"));
      case "TEXT" -> List.of(of(kind, "'a'").plainly("CAST('a' AS TEXT)"));
      case "BOOLEAN" -> List.of(of(kind, "TRUE"));
      case "DOUBLE" -> List.of(of(kind, "1.5E0").plainly("CAST(1.5 AS DOUBLE PRECISION)"));
      case "DECIMAL" -> List.of(of(kind, "1.5"));
      case "DATE" -> List.of(of(kind, "DATE '2024-01-31'"));
      case "TIMESTAMP" -> List.of(of(kind, "TIMESTAMP '2024-01-31 01:02:03'"));
      default -> List.of();
    };
  }
}
