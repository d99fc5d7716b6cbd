package dev.vitrine.statement.format;

import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.Names;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Imported;
import dev.vitrine.statement.tree.MemberRef;
import dev.vitrine.statement.tree.MetricAssignment;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ParamAssignment;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes one statement, clause by clause; clauses that are absent write nothing. */
final class SqlWriter {
  /** Digits alone would do in most places; where a version can stand, they would be one. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*");

  private final StringBuilder sql = new StringBuilder();
  private final boolean secrets;

  /**
   * @param secrets whether passwords are written, and not asterisks
   */
  SqlWriter(boolean secrets) {
    this.secrets = secrets;
  }

  static String quoted(String string) {
    return Names.quote(string, '\'');
  }

  static String name(Identifier name) {
    String value = name.value();
    // `latest` in quotes is an alias, bare it is none.
    boolean bare =
        BARE.matcher(value).matches()
            && !Keywords.isReserved(value)
            && !value.equalsIgnoreCase("latest");
    return bare ? value : Names.quote(value, '`');
  }

  static String name(QualifiedName name) {
    return name.parts().stream().map(SqlWriter::name).collect(Collectors.joining("."));
  }

  SqlWriter word(String words) {
    sql.append(sql.isEmpty() ? "" : " ").append(words);
    return this;
  }

  SqlWriter wordIf(boolean present, String words) {
    return present ? word(words) : this;
  }

  SqlWriter named(Identifier name) {
    return word(name(name));
  }

  SqlWriter named(QualifiedName name) {
    return word(name(name));
  }

  SqlWriter string(String string) {
    return word(quoted(string));
  }

  SqlWriter secret(Secret secret) {
    return string(secrets ? secret.value() : secret.toString());
  }

  /** The words and the string, where there is one. */
  SqlWriter option(String words, @Nullable String string) {
    return string == null ? this : word(words).string(string);
  }

  <T> SqlWriter list(Collection<T> items, Function<T, String> format) {
    return word(items.stream().map(format).collect(Collectors.joining(", ")));
  }

  <T> SqlWriter parenthesised(Collection<T> items, Function<T, String> format) {
    return word(items.stream().map(format).collect(Collectors.joining(", ", "(", ")")));
  }

  SqlWriter tags(List<TagAssignment> tags) {
    return word("TAGS").parenthesised(tags, tag -> quoted(tag.key()) + " = " + quoted(tag.value()));
  }

  SqlWriter params(List<ParamAssignment> params) {
    return params.isEmpty()
        ? this
        : word("PARAMS")
            .parenthesised(params, param -> quoted(param.name()) + " = " + quoted(param.value()));
  }

  SqlWriter metrics(List<MetricAssignment> metrics) {
    return metrics.isEmpty() ? this : word("METRICS").parenthesised(metrics, SqlWriter::metric);
  }

  SqlWriter imported(Imported original) {
    word("IMPORTED (AUTHOR " + quoted(original.author()));
    sql.append(", CREATED ").append(quoted(original.created())).append(')');
    return this;
  }

  private static String metric(MetricAssignment metric) {
    return quoted(metric.name())
        + " = "
        + metric.value()
        + metric.dataset().map(name -> " DATASET " + quoted(name)).orElse("")
        + (metric.step() == 0 ? "" : " STEP " + metric.step());
  }

  SqlWriter version(VersionRef version) {
    if (version instanceof VersionRef.ByNumber number) {
      return word("VERSION").word(Long.toString(number.number()));
    }
    return version instanceof VersionRef.ByAlias alias
        ? word("VERSION").named(alias.alias())
        : word("VERSION LATEST");
  }

  SqlWriter asOf(LocalDateTime time) {
    return word("AS OF").string(time.toString().replace('T', ' '));
  }

  SqlWriter securable(SecurableRef securable) {
    word(securable.type().name());
    securable.name().ifPresent(this::named);
    return this;
  }

  SqlWriter object(ObjectRef object) {
    securable(object.securable());
    object.version().ifPresent(this::version);
    return this;
  }

  SqlWriter member(MemberRef member) {
    return word(member.kind().name()).named(member.name());
  }

  @Override
  public String toString() {
    return sql.toString();
  }
}
