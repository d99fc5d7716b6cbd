package dev.vitrine.statement.build;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.statement.generated.VitrineSqlParser;
import dev.vitrine.statement.generated.VitrineSqlParser.AddVersionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.AsOfContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ImportedContext;
import dev.vitrine.statement.generated.VitrineSqlParser.MemberContext;
import dev.vitrine.statement.generated.VitrineSqlParser.MetricContext;
import dev.vitrine.statement.generated.VitrineSqlParser.MetricValueContext;
import dev.vitrine.statement.generated.VitrineSqlParser.NameContext;
import dev.vitrine.statement.generated.VitrineSqlParser.NumberContext;
import dev.vitrine.statement.generated.VitrineSqlParser.ObjectContext;
import dev.vitrine.statement.generated.VitrineSqlParser.PatternContext;
import dev.vitrine.statement.generated.VitrineSqlParser.QualifiedNameContext;
import dev.vitrine.statement.generated.VitrineSqlParser.SecurableContext;
import dev.vitrine.statement.generated.VitrineSqlParser.StringContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TagContext;
import dev.vitrine.statement.generated.VitrineSqlParser.TagListContext;
import dev.vitrine.statement.generated.VitrineSqlParser.VersionOptionContext;
import dev.vitrine.statement.generated.VitrineSqlParser.VersionRefContext;
import dev.vitrine.statement.generated.VitrineSqlParser.VersionedObjectContext;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.Names;
import dev.vitrine.statement.text.StatementSyntaxErrors;
import dev.vitrine.statement.text.StatementText;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Imported;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.MetricAssignment;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ParamAssignment;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** Builds the clauses of statements: names, strings, versions, securables, tags. */
final class ClauseBuilder {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private final StatementText source;
  private final ParameterSource parameters;

  ClauseBuilder(StatementText source, ParameterSource parameters) {
    this.source = source;
    this.parameters = parameters;
  }

  Position position(ParserRuleContext clause) {
    return source.position(clause.getStart());
  }

  String string(StringContext string) {
    return string.PARAMETER() == null
        ? source.string(string.getStart())
        : parameters.string(string.getStart());
  }

  Optional<String> pattern(PatternContext pattern) {
    return Optional.ofNullable(pattern).map(PatternContext::string).map(this::string);
  }

  /** The time of AS OF, in UTC; empty for the present. */
  Optional<LocalDateTime> time(@Nullable AsOfContext time) {
    return Optional.ofNullable(time).map(AsOfContext::string).map(this::time);
  }

  private LocalDateTime time(StringContext string) {
    if (string.PARAMETER() != null) {
      return parameters.time(string.getStart());
    }
    String text = string(string).strip();
    try {
      return UtcTime.parse(text);
    } catch (DateTimeParseException e) {
      throw source
          .error(
              ErrorCode.INVALID_PARAMETER_VALUE, "'" + text + "' is not a time.", string.getStart())
          .withHint("Write 'YYYY-MM-DD HH:MM:SS', in UTC.")
          .withCause(e);
    }
  }

  long number(NumberContext number) {
    return number(number, "number", "The largest is " + Long.MAX_VALUE + ".");
  }

  long versionNumber(NumberContext number) {
    return number(number, "version number", "Quote an alias that consists of digits: `2024`.");
  }

  private long number(NumberContext number, String noun, String hint) {
    if (number.PARAMETER() != null) {
      return parameters.number(number.getStart());
    }
    try {
      return Long.parseLong(number.getText());
    } catch (NumberFormatException e) {
      throw source
          .syntaxError(
              "The "
                  + noun
                  + " '"
                  + StatementSyntaxErrors.shorten(number.getText())
                  + "' is too large.",
              number.getStart())
          .withHint(hint)
          .withCause(e);
    }
  }

  /** A name where no more than one part can stand. */
  Identifier name(NameContext name) {
    Position position = position(name);
    String value =
        name.string() == null
            ? plain(name)
            : Names.single(computed(name.string()), codeOf(name.string()), position);
    return new Identifier(value, Optional.of(position));
  }

  /** The name of a schema, which has at most two parts, or of a model, at most three. */
  QualifiedName name(QualifiedNameContext name, SecurableType type) {
    QualifiedName qualified = tableName(name);
    int most = type == SecurableType.SCHEMA ? 2 : 3;
    if (qualified.parts().size() > most) {
      boolean parameter =
          name.name().stream()
              .map(NameContext::string)
              .anyMatch(part -> part != null && part.PARAMETER() != null);
      throw source
          .error(
              parameter ? ErrorCode.INVALID_PARAMETER_VALUE : ErrorCode.PARSE_SYNTAX_ERROR,
              "The name of a " + type.noun() + " has at most " + most + " parts.",
              name.getStart())
          .withHint("Quote a part that contains dots: `a.b`.");
    }
    return qualified;
  }

  /** The name of a table, of any number of parts, for Vitrine does not keep tables. */
  QualifiedName tableName(QualifiedNameContext name) {
    return new QualifiedName(name.name().stream().flatMap(this::parts).toList());
  }

  private Stream<Identifier> parts(NameContext name) {
    Position position = position(name);
    List<String> parts =
        name.string() == null
            ? List.of(plain(name))
            : Names.split(computed(name.string()), codeOf(name.string()), position);
    return parts.stream().map(part -> new Identifier(part, Optional.of(position)));
  }

  private static String plain(NameContext name) {
    boolean quoted = name.BACKQUOTED_NAME() != null || name.QUOTED_NAME() != null;
    return quoted ? Names.unquote(name.getText()) : name.getText();
  }

  private String computed(StringContext string) {
    return string.PARAMETER() == null ? string(string) : parameters.name(string.getStart());
  }

  private static ErrorCode codeOf(StringContext string) {
    return string.PARAMETER() == null
        ? ErrorCode.PARSE_SYNTAX_ERROR
        : ErrorCode.INVALID_PARAMETER_VALUE;
  }

  VersionRef version(VersionRefContext version) {
    if (version.number() != null) {
      return new VersionRef.ByNumber(versionNumber(version.number()));
    }
    if (version.LATEST() != null) {
      return new VersionRef.Latest();
    }
    Identifier alias = name(version.name());
    // A computed name stands for a bare one, and no alias can be called so.
    return version.name().string() != null && alias.value().equalsIgnoreCase("latest")
        ? new VersionRef.Latest()
        : new VersionRef.ByAlias(alias);
  }

  SecurableRef securable(SecurableContext securable) {
    if (securable.object() != null) {
      return securable(securable.object());
    }
    SecurableType type =
        securable.METASTORE() == null ? SecurableType.CATALOG : SecurableType.METASTORE;
    return new SecurableRef(type, Optional.empty());
  }

  SecurableRef securable(ObjectContext object) {
    if (object.CATALOG() != null) {
      QualifiedName catalog = new QualifiedName(List.of(name(object.name())));
      return SecurableRef.of(SecurableType.CATALOG, catalog);
    }
    SecurableType type = object.schema() == null ? SecurableType.MODEL : SecurableType.SCHEMA;
    return SecurableRef.of(type, name(object.qualifiedName(), type));
  }

  ObjectRef object(VersionedObjectContext object) {
    if (object.object() != null) {
      return ObjectRef.of(securable(object.object()));
    }
    QualifiedName model = name(object.qualifiedName(), SecurableType.MODEL);
    return new ObjectRef(
        SecurableRef.of(SecurableType.MODEL, model), Optional.of(version(object.versionRef())));
  }

  MemberRef member(MemberContext member) {
    PrincipalKind kind = member.USER() == null ? PrincipalKind.GROUP : PrincipalKind.USER;
    return new MemberRef(kind, name(member.name()));
  }

  List<TagAssignment> tags(TagListContext tags) {
    return tags.tag().stream()
        .map(tag -> new TagAssignment(string(tag.key), string(tag.value)))
        .toList();
  }

  List<ParamAssignment> params(List<TagContext> params) {
    return params.stream()
        .map(param -> new ParamAssignment(string(param.key), string(param.value)))
        .toList();
  }

  List<MetricAssignment> metrics(List<MetricContext> metrics) {
    return metrics.stream().map(this::metric).toList();
  }

  /** A number and IMPORTED, which need each other. */
  Optional<Imported> imported(AddVersionContext statement) {
    Optional<NumberContext> version = Optional.ofNullable(statement.number());
    Optional<ImportedContext> imported =
        once(statement.versionOption(), VitrineSqlParser.IMPORTED)
            .map(VersionOptionContext::imported);
    if (version.isPresent() && imported.isEmpty()) {
      throw source
          .syntaxError("ADD VERSION with a number needs IMPORTED.", version.get().getStart())
          .withHint("Without a number, the version gets the next one.");
    }
    return imported.map(
        clause ->
            new Imported(
                versionNumber(
                    version.orElseThrow(
                        () ->
                            source
                                .syntaxError(
                                    "IMPORTED needs the number of the version.", clause.getStart())
                                .withHint("Write ADD VERSION 3 FROM '…' IMPORTED (…)."))),
                string(clause.author),
                string(clause.created)));
  }

  private MetricAssignment metric(MetricContext metric) {
    return new MetricAssignment(
        string(metric.key),
        value(metric.metricValue()),
        metric.DATASET() == null ? Optional.empty() : Optional.of(string(metric.string(1))),
        metric.STEP() == null ? 0 : number(metric.number()),
        Optional.empty());
  }

  private double value(MetricValueContext value) {
    if (value.PARAMETER() != null) {
      return parameters.decimal(value.getStart());
    }
    String text = source.text(value.getStart(), value.getStop());
    if (!NUMBER.matcher(text).matches()) {
      throw source
          .syntaxError(
              "The text '" + StatementSyntaxErrors.shorten(text) + "' is not a number.",
              value.getStart())
          .withHint("Write the value of a metric like 0.93, -1 or 1.5e-3.");
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw source
          .error(
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
              "The number '" + StatementSyntaxErrors.shorten(text) + "' does not fit DOUBLE.",
              value.getStart())
          .withHint("The largest is about 1.797e308.");
    }
    return number;
  }

  /** The one option that starts with this keyword, if it is given. */
  <T extends ParserRuleContext> Optional<T> once(List<T> options, int keyword) {
    List<T> given =
        options.stream().filter(option -> option.getStart().getType() == keyword).toList();
    if (given.size() > 1) {
      throw source.syntaxError(
          Keywords.display(keyword) + " is given twice.", given.get(1).getStart());
    }
    return given.stream().findFirst();
  }
}
