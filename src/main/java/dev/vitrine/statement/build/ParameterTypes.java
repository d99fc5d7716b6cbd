package dev.vitrine.statement.build;

import dev.vitrine.catalog.DataType;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;

/**
 * Stands in for values that are not known yet, and takes down of which type each will have to be.
 */
public final class ParameterTypes implements ParameterSource {
  private final Map<Integer, DataType> types = new TreeMap<>();

  /** The types that were asked for, in the order of the text. */
  public List<DataType> inOrder() {
    return List.copyOf(types.values());
  }

  @Override
  public String string(Token mark) {
    types.put(mark.getStartIndex(), DataType.VARCHAR);
    return "";
  }

  @Override
  public String name(Token mark) {
    types.put(mark.getStartIndex(), DataType.VARCHAR);
    return "parameter";
  }

  @Override
  public LocalDateTime time(Token mark) {
    types.put(mark.getStartIndex(), DataType.INSTANT);
    return LocalDateTime.MIN;
  }

  @Override
  public double decimal(Token mark) {
    types.put(mark.getStartIndex(), DataType.DOUBLE);
    return 0;
  }

  @Override
  public long number(Token mark) {
    types.put(mark.getStartIndex(), DataType.BIGINT);
    return 1;
  }
}
