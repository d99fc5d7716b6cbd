package dev.vitrine.session.provider;

import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names in a statement or call that can be the name of a catalog, in lower case. They are found
 * by reflection, so that no statement can be forgotten; too many are no mistake.
 */
public final class MentionedNames {
  private MentionedNames() {}

  /** The names, and the current catalog. */
  public static Set<String> of(Record statement, String currentCatalog) {
    Set<String> names = new HashSet<>(Set.of(currentCatalog));
    add(statement, names);
    return names;
  }

  private static void add(Object value, Set<String> names) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(content -> add(content, names));
    } else if (value instanceof Identifier name) {
      names.add(name.value().toLowerCase(Locale.ROOT));
    } else if (value instanceof QualifiedName name) {
      names.add(name.parts().get(0).value().toLowerCase(Locale.ROOT));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(content -> add(content, names));
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          Object content = component.getAccessor().invoke(record);
          if (content != null) {
            add(content, names);
          }
        } catch (IllegalAccessException | InvocationTargetException exception) {
          throw new IllegalStateException("statement records are public", exception);
        }
      }
    }
  }
}
