package dev.vitrine.server.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of one user, with access to its parameters and to the registry. Members of the body
 * and parameters of the query are equivalent, because clients differ in where they put them.
 */
public final class Exchange {
  /** The row, the JSON tree, its text, and the bytes that are sent. */
  private static final int COPIES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Of statements that succeed together or not at all, and lose to other transactions. */
  private static final int MOST_ATTEMPTS = 10;

  /** Of a list in a request, each of which is a change. */
  private static final int MOST_ELEMENTS = 1_000;

  private final Context context;
  private final Session session;
  private final Limits limits;
  private final ObjectNode body;

  Exchange(Context context, Session session, Limits limits, ObjectNode body) {
    this.context = requireNonNull(context);
    this.session = requireNonNull(session);
    this.limits = requireNonNull(limits);
    this.body = requireNonNull(body);
  }

  /** The request itself. */
  public Context context() {
    return context;
  }

  /** The user's name. */
  public String user() {
    return session.user();
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return context.pathParam(name);
  }

  /** A member of the body of any type; empty if absent or null. */
  public Optional<JsonNode> member(String name) {
    return Optional.ofNullable(body.get(name)).filter(node -> !node.isNull());
  }

  /** A text, number or boolean, as text. */
  public Optional<String> text(String name) {
    Optional<JsonNode> member = member(name);
    if (member.isPresent() && !member.get().isValueNode()) {
      throw invalid("'" + name + "' must be a text.");
    }
    return member.map(JsonNode::asText).or(() -> Optional.ofNullable(context.queryParam(name)));
  }

  /** A text that is there and not empty. */
  public String required(String name) {
    return text(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> invalid("'" + name + "' is missing."));
  }

  /** Texts: a list in the body, or a parameter of the query as often as it is there. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>(context.queryParams(name));
    member(name).ifPresent(list -> list.forEach(text -> texts.add(text.asText())));
    return texts;
  }

  /**
   * The elements of a list in the body; none if it is not there.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when there are more than {@value
   *     #MOST_ELEMENTS}
   */
  public Optional<JsonNode> list(String name) {
    return member(name).map(list -> bounded(name, list));
  }

  /**
   * The same of a list within another member.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it has too many elements
   */
  public static JsonNode bounded(String name, JsonNode list) {
    if (list.size() > MOST_ELEMENTS) {
      throw invalid("'" + name + "' has more than " + MOST_ELEMENTS + " elements.");
    }
    return list;
  }

  /** The comment that the request wants; an empty one is none. */
  public Optional<String> comment() {
    return text("comment").filter(text -> !text.isEmpty());
  }

  /** A whole number. */
  public Optional<Long> number(String name) {
    return text(name).filter(text -> !text.isEmpty()).map(text -> number(name, text));
  }

  /** A whole number that is there. */
  public long requiredNumber(String name) {
    return number(name, required(name));
  }

  /** A version's number, of a text. */
  public static long version(String text) {
    return number("version", text);
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException exception) {
      throw invalid("'" + name + "' must be a whole number.").withCause(exception);
    }
  }

  /** How many rows a page is to have at most. */
  public int pageSize(int usual, int most) {
    long wanted = number("max_results").orElse(0L);
    if (wanted < 0) {
      throw invalid("'max_results' must not be negative.");
    }
    return (int) (wanted == 0 ? usual : Math.min(wanted, most));
  }

  /** The name of a model, in three parts. */
  public QualifiedName model(String name) {
    return modelName(required(name));
  }

  /**
   * The three-part name of a model in the path. If the body repeats it, both must be equal, so that
   * the authorised object is the changed one.
   */
  public QualifiedName pathModel() {
    return modelName(agreed("full_name"));
  }

  /** The number of a version in the path, with which the body agrees. */
  public long pathVersion() {
    return version(agreed("version"));
  }

  /**
   * A part of the path that the body may repeat.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is another one there
   */
  public String agreed(String name) {
    String inPath = path(name);
    if (member(name).isPresent() && !required(name).equalsIgnoreCase(inPath)) {
      throw invalid("'" + name + "' differs between the path and the body.");
    }
    return inPath;
  }

  /** The name of a model, of a text in three parts. */
  public static QualifiedName modelName(String text) {
    String[] parts = text.split("\\.", -1);
    boolean whole = parts.length == 3;
    for (String part : parts) {
      whole &= !part.isEmpty();
    }
    if (!whole) {
      throw invalid("'" + text + "' is not the full name of a model.")
          .withHint(
              "Please specify all three levels of the name, in the form catalog.schema.model.");
    }
    return QualifiedName.of(parts);
  }

  /** Runs one statement. */
  public Outcome run(Statement statement) {
    Outcome outcome = session.execute(statement, limits);
    if (outcome instanceof Rows rows) {
      rows.close();
    }
    return outcome;
  }

  /** The rows of a statement. */
  public List<Object[]> rows(Statement statement) {
    return drained((Rows) session.execute(statement, limits), session.memory());
  }

  /** Runs statements, all of them or none. */
  public void run(List<? extends Statement> statements) {
    if (statements.size() == 1) {
      run(statements.get(0));
      return;
    }
    for (int attempts = 1; !runTogether(statements, attempts == MOST_ATTEMPTS); attempts++) {
      LOG.debug("Statements of a request are repeated after a conflict");
    }
  }

  /** Returns false if they must be repeated because the store ended their transaction. */
  private boolean runTogether(List<? extends Statement> statements, boolean last) {
    session.setAutoCommit(false);
    try {
      statements.forEach(this::run);
      session.commit();
      return true;
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.SERIALIZATION_FAILURE || last) {
        throw exception;
      }
      return false;
    } finally {
      session.rollback();
      session.setAutoCommit(true);
    }
  }

  /** Runs one call. */
  public Outcome run(Call call) {
    return session.execute(call, limits);
  }

  /**
   * A model.
   *
   * @throws VitrineException as DESCRIBE does, when it is not to be seen
   */
  public RegisteredModel read(QualifiedName model) {
    return ((Outcome.Model) run(new ReadModel(model))).model();
  }

  /**
   * A version of a model.
   *
   * @throws VitrineException as DESCRIBE does, when it is not to be read
   */
  public ModelVersion read(QualifiedName model, VersionRef version) {
    return read(new ReadVersion(model, version, false)).orElseThrow();
  }

  /** A version; empty if the caller may not read it. */
  public Optional<ModelVersion> find(QualifiedName model, long version) {
    return read(new ReadVersion(model, new VersionRef.ByNumber(version), true));
  }

  private Optional<ModelVersion> read(ReadVersion call) {
    return ((Outcome.Version) run(call)).version();
  }

  /** The rows of a query that the user may see. */
  public List<Object[]> rows(String sql, Object... parameters) {
    return rows(sql, List.of(parameters));
  }

  /** The rows of a query that the user may see. */
  public List<Object[]> rows(String sql, List<?> parameters) {
    return drained((Rows) session.execute(sql, parameters, limits).get(0), session.memory());
  }

  /**
   * Rows are charged until the session of the request ends, as is the JSON that is made of them.
   */
  private static List<Object[]> drained(Rows answer, MemoryAccount memory) {
    List<Object[]> found = new ArrayList<>();
    try (Rows rows = answer) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        memory.reserve(COPIES * RowSize.of(row.get()));
        found.add(row.get());
      }
    }
    return found;
  }

  /** An argument that cannot be. */
  public static VitrineException invalid(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem);
  }
}
