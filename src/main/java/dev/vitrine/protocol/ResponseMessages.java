package dev.vitrine.protocol;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Responses out of protobuf messages. An error becomes the exception that it is. */
final class ResponseMessages {
  private static final String ERROR = "Responses$ErrorResponse";

  private ResponseMessages() {}

  /** Responses without content. */
  static Void nothing(byte[] message) {
    return read(message, reader -> null);
  }

  static SessionProperties properties(byte[] message) {
    return read(
        message,
        reader -> {
          SessionProperties properties = SessionProperties.NONE;
          for (int field = reader.field(); field > 0; field = reader.field()) {
            if (field == 1) {
              properties = inside(reader, ResponseMessages::sessionProperties);
            } else {
              reader.skip();
            }
          }
          return properties;
        });
  }

  static int createdStatement(byte[] message) {
    return read(
        message,
        reader -> {
          int statement = 0;
          for (int field = reader.field(); field > 0; field = reader.field()) {
            if (field == 2) {
              statement = (int) reader.number();
            } else {
              reader.skip();
            }
          }
          return statement;
        });
  }

  static PreparedText prepared(byte[] message) {
    return read(
        message,
        reader -> {
          PreparedText prepared = new PreparedText(0, List.of(), List.of());
          for (int field = reader.field(); field > 0; field = reader.field()) {
            if (field == 1) {
              prepared = inside(reader, ResponseMessages::handle);
            } else {
              reader.skip();
            }
          }
          return prepared;
        });
  }

  static List<ExecutionResult> results(byte[] message) {
    return read(
        message,
        reader -> {
          List<ExecutionResult> results = new ArrayList<>();
          for (int field = reader.field(); field > 0; field = reader.field()) {
            if (field == 1) {
              results.add(inside(reader, ResponseMessages::executionResult));
            } else if (field == 2 && reader.flag()) {
              throw new ServiceException(Condition.STATEMENT_CLOSED, "The statement is closed.");
            } else if (field != 2) {
              reader.skip();
            }
          }
          return results;
        });
  }

  static ExecutionResult result(byte[] message) {
    return read(message, ResponseMessages::executionResult);
  }

  static Frame frame(byte[] message) {
    Optional<Frame> frame =
        read(
            message,
            reader -> {
              Optional<Frame> found = Optional.empty();
              boolean missing = false;
              for (int field = reader.field(); field > 0; field = reader.field()) {
                if (field == 1) {
                  found = Optional.of(inside(reader, ResponseMessages::rows));
                } else if (field == 2 || field == 3) {
                  missing |= reader.flag();
                } else {
                  reader.skip();
                }
              }
              return missing ? Optional.empty() : found;
            });
    return frame.orElseThrow(
        () ->
            new ServiceException(
                Condition.INVALID_CURSOR_STATE, "The cursor is lost; run the statement again."));
  }

  private static <T> T read(byte[] message, Function<MessageReader, T> content) {
    MessageReader reader = new MessageReader(message);
    String name = "";
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field == 1) {
        name = reader.text();
      } else if (field == 2 && name.endsWith(ERROR)) {
        throw inside(reader, ResponseMessages::error);
      } else if (field == 2) {
        return inside(reader, content);
      } else {
        reader.skip();
      }
    }
    // A message without fields is omitted.
    return content.apply(reader);
  }

  private static <T> T inside(MessageReader reader, Function<MessageReader, T> content) {
    int outer = reader.enter();
    T read = content.apply(reader);
    reader.leave(outer);
    return read;
  }

  private static ServiceException error(MessageReader reader) {
    String message = "";
    String sqlState = Condition.INTERNAL_ERROR.sqlState();
    int vendorCode = Condition.INTERNAL_ERROR.vendorCode();
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 2 -> message = reader.text();
        case 4 -> vendorCode = (int) reader.number();
        case 5 -> sqlState = reader.text();
        default -> reader.skip();
      }
    }
    return new ServiceException(message, sqlState, vendorCode);
  }

  private static SessionProperties sessionProperties(MessageReader reader) {
    boolean autoCommit = false;
    boolean readOnly = false;
    String catalog = "";
    String schema = "";
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 2 -> autoCommit = reader.flag();
        case 3 -> readOnly = reader.flag();
        case 5 -> catalog = reader.text();
        case 6 -> schema = reader.text();
        default -> reader.skip();
      }
    }
    return new SessionProperties(
        Optional.of(autoCommit), Optional.of(readOnly), Optional.of(catalog), Optional.of(schema));
  }

  private static PreparedText handle(MessageReader reader) {
    int statement = 0;
    Signature signature = Signature.NONE;
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 2 -> statement = (int) reader.number();
        case 3 -> signature = inside(reader, ResponseMessages::signature);
        default -> reader.skip();
      }
    }
    return new PreparedText(statement, signature.columns(), signature.parameters());
  }

  private static ExecutionResult executionResult(MessageReader reader) {
    int statement = 0;
    long updateCount = 0;
    Signature signature = Signature.NONE;
    Frame first = Frame.NOT_YET;
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 2 -> statement = (int) reader.number();
        case 4 -> signature = inside(reader, ResponseMessages::signature);
        case 5 -> first = inside(reader, ResponseMessages::rows);
        case 6 -> updateCount = reader.number();
        default -> reader.skip();
      }
    }
    return new ExecutionResult(statement, updateCount, signature.sql(), signature.columns(), first);
  }

  /** The description of a statement. */
  private record Signature(
      String sql, List<ColumnDescription> columns, List<ParameterDescription> parameters) {
    static final Signature NONE = new Signature("", List.of(), List.of());
  }

  private static Signature signature(MessageReader reader) {
    List<ColumnDescription> columns = new ArrayList<>();
    List<ParameterDescription> parameters = new ArrayList<>();
    String sql = "";
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 1 -> columns.add(inside(reader, ResponseMessages::column));
        case 2 -> sql = reader.text();
        case 3 -> parameters.add(inside(reader, ResponseMessages::parameter));
        default -> reader.skip();
      }
    }
    return new Signature(sql, columns, parameters);
  }

  private static ColumnDescription column(MessageReader reader) {
    String label = "";
    String name = "";
    String className = "";
    int precision = 0;
    int scale = 0;
    int displaySize = 0;
    int nullable = 0;
    boolean signed = false;
    boolean caseSensitive = false;
    Type type = new Type(0, "", 0);
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 3 -> caseSensitive = reader.flag();
        case 6 -> nullable = (int) reader.number();
        case 7 -> signed = reader.flag();
        case 8 -> displaySize = (int) reader.number();
        case 9 -> label = reader.text();
        case 10 -> name = reader.text();
        case 12 -> precision = (int) reader.number();
        case 13 -> scale = (int) reader.number();
        case 19 -> className = reader.text();
        case 20 -> type = inside(reader, ResponseMessages::type);
        default -> reader.skip();
      }
    }
    return new ColumnDescription(
        label,
        name,
        type.id(),
        type.representation() == Representation.PRIMITIVE_LONG,
        type.name(),
        className,
        precision,
        scale,
        displaySize,
        nullable,
        signed,
        caseSensitive);
  }

  /** A column's type. */
  private record Type(int id, String name, int representation) {}

  private static Type type(MessageReader reader) {
    int id = 0;
    String name = "";
    int representation = 0;
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 1 -> id = (int) reader.number();
        case 2 -> name = reader.text();
        case 3 -> representation = (int) reader.number();
        default -> reader.skip();
      }
    }
    return new Type(id, name, representation);
  }

  private static ParameterDescription parameter(MessageReader reader) {
    boolean signed = false;
    int precision = 0;
    int scale = 0;
    int type = 0;
    String typeName = "";
    String className = "";
    String name = "";
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 1 -> signed = reader.flag();
        case 2 -> precision = (int) reader.number();
        case 3 -> scale = (int) reader.number();
        case 4 -> type = (int) reader.number();
        case 5 -> typeName = reader.text();
        case 6 -> className = reader.text();
        case 7 -> name = reader.text();
        default -> reader.skip();
      }
    }
    boolean instant = name.startsWith(ParameterDescription.INSTANT);
    return new ParameterDescription(type, instant, typeName, className, precision, scale, signed);
  }

  private static Frame rows(MessageReader reader) {
    boolean done = false;
    List<List<Object>> rows = new ArrayList<>();
    Object[] row = new Object[8];
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 2 -> done = reader.flag();
        case 3 -> {
          int outer = reader.enter();
          int width = 0;
          for (int inner = reader.field(); inner > 0; inner = reader.field()) {
            if (inner == 1) {
              if (width == row.length) {
                row = Arrays.copyOf(row, 2 * width);
              }
              row[width] = columnValue(reader);
              width++;
            } else {
              reader.skip();
            }
          }
          reader.leave(outer);
          rows.add(Arrays.asList(Arrays.copyOf(row, width)));
        }
        default -> reader.skip();
      }
    }
    return new Frame(done, rows);
  }

  /** Its first field is a copy for old clients. */
  private static @Nullable Object columnValue(MessageReader reader) {
    @Nullable Object value = null;
    int outer = reader.enter();
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field == 4) {
        value = typedValue(reader);
      } else {
        reader.skip();
      }
    }
    reader.leave(outer);
    return value;
  }

  private static @Nullable Object typedValue(MessageReader reader) {
    int representation = Representation.PRIMITIVE_BOOLEAN;
    boolean truth = false;
    long number = 0;
    double real = 0;
    String text = "";
    boolean isNull = false;
    int outer = reader.enter();
    for (int field = reader.field(); field > 0; field = reader.field()) {
      switch (field) {
        case 1 -> representation = (int) reader.number();
        case 2 -> truth = reader.flag();
        case 3 -> text = reader.text();
        case 4 -> number = reader.zigzag();
        case 6 -> real = reader.real();
        case 7 -> isNull = reader.flag();
        default -> reader.skip();
      }
    }
    reader.leave(outer);
    if (isNull) {
      return null;
    }
    return switch (representation) {
      case Representation.PRIMITIVE_BOOLEAN, Representation.BOOLEAN -> (Object) truth;
      case Representation.INTEGER -> (Object) (int) number;
      case Representation.DOUBLE -> (Object) real;
      case Representation.STRING -> text;
      case Representation.BIG_DECIMAL -> new BigDecimal(text);
      default -> (Object) number;
    };
  }
}
