package dev.vitrine.server.web.past;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.Listing;
import dev.vitrine.server.web.browse.ObjectLists;
import dev.vitrine.server.web.browse.TimePicker;
import dev.vitrine.statement.tree.Call.ReadModel;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of the present and the row that it had at a point in time. The address of a page has the
 * name of today.
 *
 * @param now as it is
 * @param at the time
 * @param then name, owner and description at the time; empty if it did not exist
 * @param sql the statement that reads these
 */
record PastModel(RegisteredModel now, PointInTime at, Optional<Row> then, String sql) {
  private static final String MODEL =
      "SELECT full_name, owner, comment FROM system.registry.models"
          + " FOR SYSTEM_TIME AS OF %s WHERE model_id = ?";

  private static final String CHANGES =
      "SELECT MAX(valid_from), MAX(valid_to) FROM system.registry.history"
          + " WHERE full_name = ? AND model_id = ?";

  private static final String BEGUN =
      "SELECT MAX(valid_from) FROM system.registry.history"
          + " WHERE full_name = ? AND model_id = ? AND valid_from <= %s";

  private static final String ENDED =
      "SELECT MAX(valid_to) FROM system.registry.history"
          + " WHERE full_name = ? AND model_id = ? AND valid_to <= %s";

  /** One millisecond, the precision of the history, in nanoseconds. */
  private static final int PRECISION = 1_000_000;

  /**
   * The page of the model in the path, or a redirect if the time of the request depends on the
   * changes of the model.
   *
   * @param page address of the page, without parameters
   */
  static WebResponse page(UserRequest request, String page, Shown shown) {
    RegisteredModel now = request.run(new ReadModel(Exchange.modelName(request.path("model"))));
    ObjectPath object = ObjectPath.of(now.fullName());
    long id = ObjectLists.id(request, object);
    if (request.text(PointInTime.PARAMETER).filter(TimePicker.LAST_CHANGE::equals).isPresent()) {
      String tab =
          request.text("tab").filter(PastModel::isKey).map(key -> "?tab=" + key).orElse("");
      return beforeLastChange(request, object, id, object.href() + page + tab);
    }
    PointInTime at = PointInTime.of(request).orElseThrow();
    List<Row> rows = request.rows(at.in(MODEL), id);
    return shown.of(
        new PastModel(now, at, rows.stream().findFirst(), Listing.filled(at.in(MODEL), id)));
  }

  /** A page of a model at a point in time. */
  interface Shown {
    WebResponse of(PastModel model);
  }

  private static boolean isKey(String tab) {
    return tab.chars().allMatch(unit -> (unit >= 'a' && unit <= 'z') || unit == '-');
  }

  /**
   * A redirect to the time before the last change that the user may see; if the model has no
   * earlier state, to the page that the request came from, with a notice.
   */
  private static WebResponse beforeLastChange(
      UserRequest request, ObjectPath model, long id, String page) {
    Optional<PointInTime> until = request.text(TimePicker.UNTIL).map(PointInTime::parse);
    Optional<PointInTime> before =
        lastChange(request, model, id, until.orElse(null))
            .map(change -> new PointInTime(change.minusNanos(PRECISION)))
            .filter(time -> existed(request, id, time));
    if (before.isEmpty()) {
      request.notice(
          Notice.done(
              "The history has no earlier state of the model. The tab History lists its changes.",
              ""));
    }
    return new Redirect(before.or(() -> until).map(time -> time.href(page)).orElse(page));
  }

  /** Whether the history has the model at a time, which can be before the start of the history. */
  private static boolean existed(UserRequest request, long id, PointInTime time) {
    try {
      return !request.rows(time.in(MODEL), id).isEmpty();
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.HISTORY_NOT_AVAILABLE) {
        throw exception;
      }
      return false;
    }
  }

  /** The last change that the user may see, before the parameter {@code until} if it is present. */
  private static Optional<LocalDateTime> lastChange(
      UserRequest request, ObjectPath model, long id, @Nullable PointInTime until) {
    Stream<Optional<LocalDateTime>> times =
        until == null
            ? request.rows(CHANGES, model.fullName(), id).stream()
                .flatMap(row -> Stream.of(row.time(0), row.time(1)))
            : Stream.of(BEGUN, ENDED)
                .map(query -> until.in(query))
                .flatMap(query -> request.rows(query, model.fullName(), id).stream())
                .map(row -> row.time(0));
    return times.flatMap(Optional::stream).max(LocalDateTime::compareTo);
  }

  /** The model by its name of today. */
  ObjectPath object() {
    return ObjectPath.of(now.fullName());
  }

  /** Its name at the time; that of today if it did not exist. */
  String name() {
    return then.map(row -> row.text(0)).orElse(now.fullName());
  }
}
