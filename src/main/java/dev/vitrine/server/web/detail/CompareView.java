package dev.vitrine.server.web.detail;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.rights.Rights;
import dev.vitrine.statement.tree.Call.FindFiles;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two versions of a model side by side. */
public record CompareView(String model, long left, long right, List<Comparison> sections)
    implements View {
  public CompareView {
    sections = List.copyOf(sections);
  }

  /**
   * Reads both versions, whose numbers are in the parameter {@code versions}.
   *
   * @throws dev.vitrine.error.VitrineException if there are not two, or the user may not read them
   */
  static CompareView of(UserRequest request, FileStorage storage) {
    QualifiedName model = ContentPages.model(request);
    List<Long> numbers =
        request.texts("versions").stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(Exchange::version)
            .distinct()
            .toList();
    if (numbers.size() != 2) {
      throw Exchange.invalid("Two different versions are needed for a comparison.")
          .withHint("Select two versions on the page of the model.");
    }
    RegisteredModel registered = request.run(new ReadModel(model));
    Rights.of(request, ObjectPath.of(registered.fullName()), registered.owner()).require("EXECUTE");
    Side left = Side.of(request, model, numbers.get(0), storage);
    Side right = Side.of(request, model, numbers.get(1), storage);
    List<Comparison> sections = new ArrayList<>();
    left.parts.forEach(
        (title, values) ->
            sections.add(Comparison.of(title, values, right.parts.getOrDefault(title, Map.of()))));
    return new CompareView(left.model, numbers.get(0), numbers.get(1), sections);
  }

  /** The compared values of one version, by section and name. */
  private record Side(String model, Map<String, Map<String, String>> parts) {
    static Side of(UserRequest request, QualifiedName name, long number, FileStorage storage) {
      ModelVersion version =
          request.run(new ReadVersion(name, new VersionRef.ByNumber(number), false)).orElseThrow();
      Map<String, Map<String, String>> parts = new LinkedHashMap<>();
      parts.put("Version", facts(version));
      Map<String, String> aliases = new LinkedHashMap<>();
      version.aliases().forEach(alias -> aliases.put(alias, "set"));
      parts.put("Aliases", aliases);
      parts.put("Tags", version.tags());
      Optional<Signature> signature = SignaturePart.read(request, version.model(), number);
      parts.put("Inputs", fields(signature.map(Signature::inputs).orElse(List.of())));
      parts.put("Outputs", fields(signature.map(Signature::outputs).orElse(List.of())));
      parts.put(
          "Parameters of inference", fields(signature.map(Signature::params).orElse(List.of())));
      Map<String, String> params = new LinkedHashMap<>();
      version.params().forEach(param -> params.put(param.name(), param.value()));
      parts.put("Parameters of training", params);
      Map<String, String> metrics = new LinkedHashMap<>();
      version
          .metrics()
          .forEach(metric -> metrics.put(name(metric), Double.toString(metric.value())));
      parts.put("Metrics", metrics);
      Map<String, String> files = new LinkedHashMap<>();
      for (StoredFile file : permitted(request, name, number, storage)) {
        files.put(file.path(), DisplayFormat.number(file.size()) + " bytes");
      }
      parts.put("Files", files);
      return new Side(version.model(), parts);
    }

    /** The files; none for users who may read the version but not its files. */
    private static List<StoredFile> permitted(
        UserRequest request, QualifiedName model, long version, FileStorage storage) {
      return request.run(new FindFiles(model, version)).set().map(storage::list).orElse(List.of());
    }

    private static Map<String, String> facts(ModelVersion version) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("status", version.status().name());
      facts.put("source", version.source().orElse(""));
      facts.put("run", version.runId().orElse(""));
      facts.put("comment", version.comment().orElse(""));
      facts.put("created by", version.edits().createdBy());
      return facts;
    }

    private static String name(VersionMetric metric) {
      return metric.name()
          + (metric.dataset().isEmpty() ? "" : ", dataset " + metric.dataset())
          + (metric.step() == 0 ? "" : ", step " + metric.step());
    }

    private static Map<String, String> fields(List<SignatureField> fields) {
      Map<String, String> named = new LinkedHashMap<>();
      for (SignatureField field : fields) {
        named.put(
            field.name().isEmpty() ? "#" + (named.size() + 1) : field.name(), field.summary());
      }
      return named;
    }
  }

  @Override
  public String template() {
    return "content/compare.jte";
  }

  @Override
  public String title() {
    return model + ": versions " + left + " and " + right;
  }

  @Override
  public List<String> place() {
    return object().names();
  }

  /** The number of differences in all sections. */
  public long differences() {
    return sections.stream().mapToLong(Comparison::differences).sum();
  }

  /** The model. */
  public ObjectPath object() {
    return ObjectPath.of(model);
  }

  /** A query for both versions. */
  public String sql() {
    return "SELECT * FROM "
        + SqlNames.name(model)
        + " WHERE version IN ("
        + left
        + ", "
        + right
        + ")";
  }
}
