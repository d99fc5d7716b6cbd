package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.PointInTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form that shows a page as it was at a point in time, with links to times that are often
 * needed.
 *
 * @param page address of the page, without parameters
 * @param tab the tab that is shown, as in the address; empty for the first one
 * @param at the time that is shown; empty for the present
 * @param changes whether the page finds the time before the last change
 */
public record TimePicker(String page, String tab, Optional<PointInTime> at, boolean changes) {
  /** The value of the parameter for the time before the last change of the object. */
  public static final String LAST_CHANGE = "before-last-change";

  /** The parameter for the end of the time in which the last change is searched. */
  public static final String UNTIL = "until";

  /** A link to a time. */
  public record Choice(String label, String href) {}

  /** For a page of the present. */
  public static TimePicker of(String page, List<Tab> tabs) {
    return new TimePicker(page, Tab.key(tabs), Optional.empty(), true);
  }

  /** The address of the page in the present. */
  public String present() {
    return tab.isEmpty() ? page : page + "?tab=" + tab;
  }

  /**
   * The links.
   *
   * @param start the earliest time; there are no links to times before
   */
  public List<Choice> choices(LocalDateTime now, LocalDateTime start) {
    List<Choice> choices = new ArrayList<>();
    add(choices, "1 hour ago", now.minus(Duration.ofHours(1)), start);
    add(choices, "Yesterday", now.minus(Duration.ofDays(1)), start);
    add(choices, "1 week ago", now.minus(Duration.ofDays(7)), start);
    if (changes) {
      choices.add(
          new Choice(
              at.isPresent() ? "Before the previous change" : "Before the last change",
              lastChange()));
    }
    return choices;
  }

  private void add(List<Choice> choices, String label, LocalDateTime time, LocalDateTime start) {
    if (!time.isBefore(start)) {
      choices.add(new Choice(label, new PointInTime(time).href(present())));
    }
  }

  private String lastChange() {
    String last = present() + (tab.isEmpty() ? "?" : "&") + PointInTime.PARAMETER + "=";
    return last + LAST_CHANGE + at.map(time -> "&" + UNTIL + "=" + time.text()).orElse("");
  }
}
