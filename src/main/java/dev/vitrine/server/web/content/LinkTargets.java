package dev.vitrine.server.web.content;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The addresses that links in Markdown may have. */
final class LinkTargets {
  /** Characters of an address; browsers and proxies accept at least 2,000. */
  private static final int MOST_CHARACTERS = 2_000;

  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");

  /** The first segments of the pages of the registry that can be linked. */
  private static final Pattern PAGE =
      Pattern.compile("/(|(catalogs|models|search|sql|audit|people|account)([/?#].*)?)");

  /** Browsers ignore some of these in addresses, which can hide a scheme. */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s\\\\<>\"'`]");

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.+");

  private LinkTargets() {}

  /** The address if links may have it: of a page of the registry, or http, https or mailto. */
  static Optional<String> allowed(String address) {
    if (address.length() > MOST_CHARACTERS || UNSAFE.matcher(address).find()) {
      return Optional.empty();
    }
    var scheme = SCHEME.matcher(address);
    boolean allowed =
        scheme.matches()
            ? SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))
            : PAGE.matcher(address).matches();
    return allowed ? Optional.of(address) : Optional.empty();
  }
}
