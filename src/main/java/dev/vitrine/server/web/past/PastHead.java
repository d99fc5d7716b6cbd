package dev.vitrine.server.web.past;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.browse.Tab;
import dev.vitrine.server.web.browse.TimePicker;
import dev.vitrine.server.web.content.Note;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;
import java.util.Optional;

/**
 * The part at the top of a page of the past.
 *
 * @param object by its name of today
 * @param name full name of the object at the time
 * @param exists whether the object existed at the time
 * @param rights those of today, which decide what of the past is visible
 * @param tabs of the page, at the same time
 * @param sql the statement that reads the object
 */
public record PastHead(
    ObjectPath object,
    PointInTime at,
    String name,
    boolean exists,
    Rights rights,
    List<Tab> tabs,
    TimePicker picker,
    String sql) {
  public PastHead {
    tabs = List.copyOf(tabs);
  }

  /**
   * @param suffix of the address of the page behind that of the object
   * @param labels of the tabs, as on the page of the present
   */
  static PastHead of(UserRequest request, PastObject past, String suffix, String... labels) {
    ObjectPath object = past.object();
    String page = object.href() + suffix;
    List<Tab> tabs = Tab.of(page, request.text("tab").orElse(""), labels);
    return new PastHead(
        object,
        past.at(),
        past.name(),
        past.then().isPresent(),
        Rights.of(request, object, past.subject().owner()),
        tabs.stream()
            .map(tab -> new Tab(tab.label(), past.at().href(tab.href()), tab.current()))
            .toList(),
        new TimePicker(page, TimePicker.of(page, tabs).tab(), Optional.of(past.at()), true),
        past.subject().sql(past.at()));
  }

  /** The same with another statement. */
  PastHead with(String statement) {
    return new PastHead(object, at, name, exists, rights, tabs, picker, statement);
  }

  /** The label of the tab that is shown. */
  public String tab() {
    return Tab.shown(tabs);
  }

  /** Why the tab has no past; empty if it has one. */
  Optional<Note> note() {
    return switch (tab()) {
      case "Lineage" ->
          note(
              "The time at which lineage was added is not recorded, so this page cannot show the"
                  + " lineage of a past time.",
              "Lineage of today");
      case "Files" ->
          note(
              "The past of files is not recorded. The files of a version do not change when the"
                  + " version is READY.",
              "Files of today");
      case "History" -> note("The history lists all times on one page.", "History");
      case "Use" -> note("The examples are for the present state.", "Use");
      case "Dropped" ->
          note(
              "Models can be restored in the present only, so this page does not list the dropped"
                  + " models of a past time.",
              "Dropped models of today");
      default -> Optional.empty();
    };
  }

  private Optional<Note> note(String text, String label) {
    return Optional.of(new Note(text, picker.present(), label));
  }

  /** Whether the object had another name. */
  public boolean renamed() {
    return !name.equals(object.fullName());
  }

  /** The page of a version at the same time. */
  public String version(long number) {
    return at.href(object.href() + "/versions/" + number);
  }
}
