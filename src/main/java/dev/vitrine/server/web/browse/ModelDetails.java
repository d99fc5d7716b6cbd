package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.View;
import java.util.List;

/** The page of a model. */
public record ModelDetails(RegisteredModel model, List<Row> versions) implements View {
  @Override
  public String template() {
    return "browse/model.jte";
  }

  @Override
  public String title() {
    return model.fullName();
  }

  @Override
  public List<String> place() {
    return List.of(model.fullName().split("\\.", -1));
  }
}
