package dev.vitrine.server.web.past;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.browse.TimePicker;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What all pages of a point in time do. */
public final class PastPage {
  private PastPage() {}

  /** A page of an object at a point in time. */
  interface Shown {
    WebResponse of(PastObject object);
  }

  /**
   * The page of an object, or a redirect if the time of the request depends on its changes.
   *
   * @param suffix of the address of the page behind that of the object
   */
  static WebResponse of(UserRequest request, PastSubject subject, String suffix, Shown shown) {
    String tab = request.text("tab").filter(PastPage::isKey).orElse("");
    TimePicker picker =
        new TimePicker(subject.object().href() + suffix, tab, Optional.empty(), true);
    List<String> place = subject.object().names();
    return checked(
        picker,
        place,
        () -> {
          if (isLastChange(request)) {
            return beforeLastChange(request, subject, picker.present());
          }
          PointInTime at = PointInTime.of(request).orElseThrow();
          return shown.of(new PastObject(subject, at, subject.row(request, at)));
        });
  }

  /**
   * A page, or if it has no such time, a page with the reason and a form for another time.
   *
   * @param place of the page in the tree
   */
  public static WebResponse checked(
      TimePicker picker, List<String> place, Supplier<WebResponse> page) {
    try {
      return page.get();
    } catch (VitrineException exception) {
      ErrorCode code = exception.code();
      if (code != ErrorCode.HISTORY_NOT_AVAILABLE && code != ErrorCode.INVALID_PARAMETER_VALUE) {
        throw exception;
      }
      return new NoSuchTimeView(Notice.error(exception), picker, place);
    }
  }

  private static boolean isLastChange(UserRequest request) {
    return request.text(PointInTime.PARAMETER).filter(TimePicker.LAST_CHANGE::equals).isPresent();
  }

  private static boolean isKey(String tab) {
    return tab.chars().allMatch(unit -> (unit >= 'a' && unit <= 'z') || unit == '-');
  }

  /** If there is no earlier state, the page that the request came from, with a notice. */
  private static WebResponse beforeLastChange(
      UserRequest request, PastSubject subject, String page) {
    Optional<PointInTime> until = request.text(TimePicker.UNTIL).map(PointInTime::parse);
    Optional<PointInTime> before = subject.beforeChange(request, until.orElse(null));
    if (before.isEmpty()) {
      String kind = subject.object().kind();
      request.notice(
          Notice.done(
              "The history has no earlier state of the "
                  + kind
                  + "."
                  + (kind.equals("model") ? " The tab History lists its changes." : ""),
              ""));
    }
    return new Redirect(new PointInTime.OrNow(before.or(() -> until)).href(page));
  }
}
