package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Visit;

/** The lists that the pages of all kinds of objects have. */
final class ObjectLists {
  private static final String GRANTS =
      "SELECT principal, privilege, grantor, granted_at, inherited_from_type, inherited_from_name"
          + " FROM system.registry.grants WHERE object_type = ? AND full_name = ?"
          + " ORDER BY principal, privilege";

  private static final String EVENT =
      "SELECT event_time, user_identity, action_name, response_code, error_message, request_params"
          + " FROM system.access.";

  /** Query of the columns of a list of events, without conditions. */
  static final String EVENTS = EVENT + "audit";

  /** Order of a list of events. */
  static final String NEWEST = " ORDER BY event_time DESC, event_id DESC";

  private static final String OF_OBJECT =
      EVENT + "object_events WHERE object_type = ? AND full_name = ?";

  /** The number of a version is followed by another member, or by the end of the object. */
  private static final String OF_VERSION =
      OF_OBJECT + " AND (request_params LIKE ? OR request_params LIKE ?)";

  private ObjectLists() {}

  static Listing grants(Visit visit, ObjectPath object) {
    return Listing.of(
        visit, object.href() + "?tab=permissions", GRANTS, object.type().name(), object.fullName());
  }

  /** The events of an object in the audit trail. */
  static Listing events(Visit visit, ObjectPath object) {
    return Listing.of(
        visit,
        object.href() + "?tab=activity",
        OF_OBJECT + NEWEST,
        object.type().name(),
        object.fullName());
  }

  /** The events of a version of a model in the audit trail. */
  static Listing events(Visit visit, ObjectPath model, long version) {
    String member = "%\"version\":" + version;
    return Listing.of(
        visit,
        model.href() + "/versions/" + version + "?tab=activity",
        OF_VERSION + NEWEST,
        model.type().name(),
        model.fullName(),
        member + ",%",
        member + "}%");
  }

  static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
