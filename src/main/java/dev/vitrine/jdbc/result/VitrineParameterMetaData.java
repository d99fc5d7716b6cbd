package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ParameterDescription;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** The parameters of a prepared statement, known before it runs. */
public final class VitrineParameterMetaData implements ParameterMetaData {
  private final List<ParameterDescription> parameters;

  public VitrineParameterMetaData(List<ParameterDescription> parameters) {
    this.parameters = parameters;
  }

  @Override
  public int getParameterCount() {
    return parameters.size();
  }

  @Override
  public int isNullable(int position) throws SQLException {
    parameter(position);
    return parameterNullable;
  }

  @Override
  public boolean isSigned(int position) throws SQLException {
    return parameter(position).signed();
  }

  @Override
  public int getPrecision(int position) throws SQLException {
    return parameter(position).precision();
  }

  @Override
  public int getScale(int position) throws SQLException {
    return parameter(position).scale();
  }

  @Override
  public int getParameterType(int position) throws SQLException {
    return parameter(position).type();
  }

  @Override
  public String getParameterTypeName(int position) throws SQLException {
    return parameter(position).typeName();
  }

  @Override
  public String getParameterClassName(int position) throws SQLException {
    return parameter(position).className();
  }

  @Override
  public int getParameterMode(int position) throws SQLException {
    parameter(position);
    return parameterModeIn;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The metadata wraps no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  private ParameterDescription parameter(int position) throws SQLException {
    if (position < 1 || position > parameters.size()) {
      throw SqlErrors.invalidArgument(
          "The statement has " + parameters.size() + " parameters; there is no " + position + ".");
    }
    return parameters.get(position - 1);
  }
}
