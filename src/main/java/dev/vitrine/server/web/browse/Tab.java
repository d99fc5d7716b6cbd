package dev.vitrine.server.web.browse;

import java.util.List;
import java.util.Locale;

/** A tab of a page; the address of the page contains it. */
public record Tab(String label, String href, boolean current) {
  /** The tabs of these labels; the first is shown unless the request chooses another one. */
  public static List<Tab> of(String page, String chosen, String... labels) {
    String current = current(chosen, labels);
    return List.of(labels).stream()
        .map(
            label ->
                new Tab(
                    label,
                    label.equals(labels[0]) ? page : page + "?tab=" + key(label),
                    label.equals(current)))
        .toList();
  }

  private static String current(String chosen, String... labels) {
    return List.of(labels).stream()
        .filter(label -> key(label).equals(chosen))
        .findFirst()
        .orElse(labels[0]);
  }

  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** The label of the tab that is shown. */
  public static String shown(List<Tab> tabs) {
    return tabs.stream().filter(Tab::current).findFirst().orElseThrow().label();
  }

  /** The tab that is shown, as in addresses; empty for the first one. */
  static String key(List<Tab> tabs) {
    return tabs.get(0).current() ? "" : key(shown(tabs));
  }
}
