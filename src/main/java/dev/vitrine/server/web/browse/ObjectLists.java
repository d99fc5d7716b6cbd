package dev.vitrine.server.web.browse;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;

/** The lists that the pages of objects have. */
public final class ObjectLists {
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

  private static final String ID =
      "SELECT model_id FROM system.registry.models WHERE full_name = ?";

  /** A dropped model may have had the same name, so the number of the model is needed, too. */
  private static final String HISTORY =
      "SELECT kind, version, item, SUBSTRING(\"value\" FROM 1 FOR 1000), valid_from, valid_to,"
          + " changed_by, closed_by FROM system.registry.history"
          + " WHERE full_name = ? AND model_id = ?"
          + " ORDER BY valid_from DESC, kind, version DESC, item, \"value\"";

  private ObjectLists() {}

  static Listing grants(UserRequest request, ObjectPath object) {
    return Listing.of(
        request,
        object.href() + "?tab=permissions",
        GRANTS,
        object.type().name(),
        object.fullName());
  }

  /**
   * The events of an object in the audit trail.
   *
   * @param at the time of the last one
   */
  public static Listing events(UserRequest request, ObjectPath object, PointInTime.OrNow at) {
    return Listing.of(
        request,
        at.href(object.href() + "?tab=activity"),
        OF_OBJECT + until(at) + NEWEST,
        object.type().name(),
        object.fullName());
  }

  private static String until(PointInTime.OrNow at) {
    return at.past().map(time -> " AND event_time <= " + time.sql()).orElse("");
  }

  /**
   * The values that properties, tags, aliases and grants of a model and its versions have or had.
   */
  static Listing history(UserRequest request, ObjectPath model) {
    return Listing.of(
        request, model.href() + "?tab=history", HISTORY, model.fullName(), id(request, model));
  }

  /**
   * The number of a model, which a rename does not change.
   *
   * @throws VitrineException MODEL_NOT_FOUND when there is no such model
   */
  public static long id(UserRequest request, ObjectPath model) {
    return request.rows(ID, model.fullName()).stream()
        .map(row -> row.number(0))
        .findFirst()
        .orElseThrow(
            () -> new VitrineException(ErrorCode.MODEL_NOT_FOUND, "The model was dropped."));
  }

  /**
   * The events of a version of a model in the audit trail.
   *
   * @param at the time of the last one
   */
  public static Listing events(
      UserRequest request, ObjectPath model, long version, PointInTime.OrNow at) {
    String member = "%\"version\":" + version;
    return Listing.of(
        request,
        at.href(model.href() + "/versions/" + version + "?tab=activity"),
        OF_VERSION + until(at) + NEWEST,
        model.type().name(),
        model.fullName(),
        member + ",%",
        member + "}%");
  }
}
