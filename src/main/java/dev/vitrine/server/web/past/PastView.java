package dev.vitrine.server.web.past;

import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.View;
import java.util.List;

/** A page of an object at a point in time. */
interface PastView extends View {
  /** The object, the time and the tabs. */
  PastHead head();

  @Override
  default String title() {
    return head().name() + " as of " + DisplayFormat.exact(head().at().time());
  }

  @Override
  default int status() {
    return head().exists() ? 200 : 404;
  }

  @Override
  default List<String> place() {
    return head().object().names();
  }
}
