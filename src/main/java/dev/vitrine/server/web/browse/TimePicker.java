package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.PointInTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The form that shows a page as it was at a point in time, with links to times that are often
 * needed.
 *
 * @param page address of the page, without parameters
 * @param tab the tab that is shown, as in the address; empty for the first one
 * @param at the time that is shown; empty for the present
 */
public record TimePicker(String page, String tab, Optional<PointInTime> at) {
  /** The value of the parameter for the time before the last change of the model. */
  public static final String LAST_CHANGE = "before-last-change";

  /** The parameter for the end of the time in which the last change is searched. */
  public static final String UNTIL = "until";

  /** A link to a time. */
  public record Choice(String label, String href) {}

  /** For a page of the present. */
  public static TimePicker of(String page, List<Tab> tabs) {
    return new TimePicker(page, Tab.key(tabs), Optional.empty());
  }

  /** The address of the page in the present. */
  public String present() {
    return tab.isEmpty() ? page : page + "?tab=" + tab;
  }

  /** The links. */
  public List<Choice> choices(LocalDateTime now) {
    return List.of(
        new Choice("1 hour ago", before(now, Duration.ofHours(1))),
        new Choice("Yesterday", before(now, Duration.ofDays(1))),
        new Choice("1 week ago", before(now, Duration.ofDays(7))),
        new Choice(
            at.isPresent() ? "Before the previous change" : "Before the last change",
            lastChange()));
  }

  private String before(LocalDateTime now, Duration duration) {
    return new PointInTime(now.minus(duration)).href(present());
  }

  private String lastChange() {
    String last = present() + (tab.isEmpty() ? "?" : "&") + PointInTime.PARAMETER + "=";
    return last + LAST_CHANGE + at.map(time -> "&" + UNTIL + "=" + time.text()).orElse("");
  }
}
