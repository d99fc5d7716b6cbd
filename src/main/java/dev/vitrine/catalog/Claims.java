package dev.vitrine.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a token of an identity provider claims for its user. They apply to requests with
 * that token, and in the browser session that it opened, if external groups of these names exist.
 * The store keeps them with the browser session only.
 *
 * @param groups names as they are matched, each once, in order
 * @param adminGroup the one of them that makes the user admin, if the operator chose one
 */
public record Claims(List<String> groups, Optional<String> adminGroup) {
  /** No claims. */
  public static final Claims NONE = new Claims(List.of(), Optional.empty());

  /** Maximum characters of a name. */
  private static final int LONGEST = 255;

  public Claims {
    groups = List.copyOf(groups);
  }

  /**
   * The claims for names of groups, in any case; invalid names are omitted.
   *
   * @param adminGroup the group whose members are admins; null if there is none
   */
  public static Claims of(Collection<String> names, @Nullable String adminGroup) {
    List<String> keys =
        names.stream()
            .filter(name -> name.length() <= LONGEST && StorableText.flaw(name).isEmpty())
            .map(Claims::key)
            .distinct()
            .sorted()
            .toList();
    return new Claims(
        keys, Optional.ofNullable(adminGroup).map(Claims::key).filter(keys::contains));
  }

  /** Whether there are no groups. */
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
