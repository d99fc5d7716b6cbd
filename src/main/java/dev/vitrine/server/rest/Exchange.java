package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
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
import java.util.function.Supplier;

/**
 * One request of one user, with access to its parameters and to the registry. Members of the body
 * and parameters of the query are equivalent, because clients differ in where they put them.
 */
public final class Exchange implements CallRunner {
  private final Context context;
  private final RequestCalls calls;
  private final Members body;

  Exchange(Context context, Session session, Limits limits, ObjectNode body) {
    this.context = context;
    this.calls = new RequestCalls(session, limits);
    this.body = Members.of(body);
  }

  /** The request itself. */
  public Context context() {
    return context;
  }

  /** The user's name. */
  public String user() {
    return calls.user();
  }

  /**
   * Charges the copies of a part of the response to the user's memory until the request has ended.
   *
   * @throws VitrineException OUT_OF_MEMORY when a limit is reached
   */
  public void reserve(long bytes) {
    calls.reserve(bytes);
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return context.pathParam(name);
  }

  /** The members of the body. */
  public Members body() {
    return body;
  }

  /** A text in the body or in the query. */
  public Optional<String> text(String name) {
    return body.text(name).or(() -> parameter(name));
  }

  private Optional<String> parameter(String name) {
    return Optional.ofNullable(context.queryParam(name));
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
    texts.addAll(body.texts(name));
    return texts;
  }

  /** A boolean in the body or in the query. */
  public boolean flag(String name, boolean otherwise) {
    return body.flag(name)
        .or(
            () ->
                parameter(name)
                    .filter(text -> !text.isEmpty())
                    .map(text -> Members.flag(name, text)))
        .orElse(otherwise);
  }

  /** The comment that the request wants; an empty one is none. */
  public Optional<String> comment() {
    return text("comment").filter(text -> !text.isEmpty());
  }

  /** A whole number in the body or in the query. */
  public Optional<Long> number(String name) {
    return body.number(name)
        .or(
            () ->
                parameter(name)
                    .filter(text -> !text.isEmpty())
                    .map(text -> Members.number(name, text)));
  }

  /** A whole number that is there. */
  public long requiredNumber(String name) {
    return number(name).orElseThrow(() -> invalid("'" + name + "' is missing."));
  }

  /** A version's number, of a text. */
  public static long version(String text) {
    return Members.number("version", text);
  }

  /** Maximum number of rows of a page. */
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
    if (body.has(name) && !body.requiredId(name).equalsIgnoreCase(inPath)) {
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

  /**
   * The name that the request gives a model: in full, or its last part only. Empty if there is
   * none, or if it is the name that the model has, in any case.
   */
  public Optional<QualifiedName> newName(QualifiedName now) {
    return text("new_name")
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                text.contains(".")
                    ? modelName(text)
                    : modelName(
                        now.parts().get(0).value() + "." + now.parts().get(1).value() + "." + text))
        .filter(name -> !name.toString().equalsIgnoreCase(now.toString()));
  }

  /** Runs one statement. */
  public Outcome run(Statement statement) {
    return hinted(() -> calls.run(statement));
  }

  private static <T> T hinted(Supplier<T> work) {
    try {
      return work.get();
    } catch (VitrineException exception) {
      throw RestHints.apply(exception);
    }
  }

  /** The rows of a statement. */
  public List<Object[]> rows(Statement statement) {
    return hinted(() -> calls.rows(statement));
  }

  /** Runs statements, all of them or none. */
  public void run(List<? extends Statement> statements) {
    runTogether(statements.stream().map(statement -> (Runnable) () -> run(statement)).toList());
  }

  /** Runs changes, each of which runs statements or calls of this exchange; all or none. */
  public void runTogether(List<Runnable> changes) {
    calls.runTogether(changes);
  }

  @Override
  public <R> R run(Call<R> call) {
    return hinted(() -> calls.run(call));
  }

  /**
   * A model.
   *
   * @throws VitrineException as DESCRIBE does, when it is not to be seen
   */
  public RegisteredModel read(QualifiedName model) {
    return run(new ReadModel(model));
  }

  /**
   * A version of a model.
   *
   * @throws VitrineException as DESCRIBE does, when it is not to be read
   */
  public ModelVersion read(QualifiedName model, VersionRef version) {
    return run(new ReadVersion(model, version, false)).orElseThrow();
  }

  /** A version; empty if the caller may not read it. */
  public Optional<ModelVersion> find(QualifiedName model, long version) {
    return run(new ReadVersion(model, new VersionRef.ByNumber(version), true));
  }

  /** The rows of a query that the user may see. */
  public List<Object[]> rows(String sql, Object... parameters) {
    return rows(sql, List.of(parameters));
  }

  /** The rows of a query that the user may see. */
  public List<Object[]> rows(String sql, List<?> parameters) {
    return hinted(() -> calls.rows(sql, parameters));
  }

  /** An argument that cannot be. */
  public static VitrineException invalid(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem);
  }
}
