package dev.vitrine.query.plan;

import dev.vitrine.catalog.DataType;
import java.util.List;

/**
 * The plan of a text, which other texts with other literals may share.
 *
 * @param plan of the text, or of its shape
 * @param literals the values of the parameters of {@code plan} that replace literals of the text;
 *     empty if the parameters are those of the text
 */
public record ShapedQuery(PlannedQuery plan, List<Object> literals) {
  public ShapedQuery {
    literals = List.copyOf(literals);
  }

  /** The types of the parameters of the text. */
  public List<DataType> parameters() {
    return literals.isEmpty() ? plan.parameters() : List.of();
  }

  /**
   * The values for the parameters of the plan.
   *
   * @param parameters values of the parameters of the text
   */
  public List<?> values(List<?> parameters) {
    return literals.isEmpty() ? parameters : literals;
  }
}
