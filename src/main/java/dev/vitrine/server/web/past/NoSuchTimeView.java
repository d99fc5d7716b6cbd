package dev.vitrine.server.web.past;

import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.browse.TimePicker;
import java.util.List;

/** Why a page cannot show a time, with a form for another one. */
public record NoSuchTimeView(Notice error, TimePicker picker, List<String> place) implements View {
  public NoSuchTimeView {
    place = List.copyOf(place);
  }

  @Override
  public String template() {
    return "past/nosuchtime.jte";
  }

  @Override
  public String title() {
    return "This did not work";
  }

  @Override
  public int status() {
    return 400;
  }
}
