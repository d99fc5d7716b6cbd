package dev.vitrine.server.web.past;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.browse.Tab;
import dev.vitrine.server.web.browse.TimePicker;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;
import java.util.Optional;

/**
 * The part at the top of a page of the past.
 *
 * @param object the model by its name of today
 * @param name full name of the model at the time
 * @param exists whether the model existed at the time
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
   * @param suffix of the address of the page behind that of the model
   * @param labels of the tabs
   */
  static PastHead of(UserRequest request, PastModel model, String suffix, String... labels) {
    ObjectPath object = model.object();
    String page = object.href() + suffix;
    List<Tab> tabs = Tab.of(page, request.text("tab").orElse(""), labels);
    return new PastHead(
        object,
        model.at(),
        model.name(),
        model.then().isPresent(),
        Rights.of(request, object, model.now().owner()),
        tabs.stream()
            .map(tab -> new Tab(tab.label(), model.at().href(tab.href()), tab.current()))
            .toList(),
        new TimePicker(page, TimePicker.of(page, tabs).tab(), Optional.of(model.at())),
        model.sql());
  }

  /** The same with another statement. */
  PastHead with(String statement) {
    return new PastHead(object, at, name, exists, rights, tabs, picker, statement);
  }

  /** The label of the tab that is shown. */
  public String tab() {
    return Tab.shown(tabs);
  }

  /** Whether the model had another name. */
  public boolean renamed() {
    return !name.equals(object.fullName());
  }

  /** The page of a version at the same time. */
  public String version(long number) {
    return at.href(object.href() + "/versions/" + number);
  }
}
