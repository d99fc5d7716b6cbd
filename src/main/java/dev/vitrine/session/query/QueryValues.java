package dev.vitrine.session.query;

import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.pattern.RegularPattern;
import dev.vitrine.query.plan.Binding;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.registry.securable.HasPrivilege;
import dev.vitrine.store.result.StoreQuery.Bound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of the {@code ?} of a generated query: the user's, by declared type, the session's,
 * and the results of has_privilege. For one execution, by one thread.
 */
public final class QueryValues {
  /** Each question takes some statements of the store before the query itself is run. */
  private static final int MOST_QUESTIONS = 100;

  private final String user;
  private final String catalog;
  private final String schema;
  private final Function<List<HasPrivilege>, List<Boolean>> rights;
  private final Map<HasPrivilege, Boolean> privileges = new HashMap<>();

  /**
   * @param rights whether principals have privileges: one result per question, in order
   */
  public QueryValues(
      String user,
      String catalog,
      String schema,
      Function<List<HasPrivilege>, List<Boolean>> rights) {
    this.user = user;
    this.catalog = catalog;
    this.schema = schema;
    this.rights = rights;
  }

  /**
   * @throws VitrineException UNBOUND_PARAMETER when one is missing, CAST_INVALID_INPUT or
   *     NUMERIC_VALUE_OUT_OF_RANGE when one cannot be converted to the declared type
   */
  public List<Bound> bind(PlannedQuery query, List<?> parameters) {
    if (parameters.size() < query.parameters().size()) {
      throw new VitrineException(
              ErrorCode.UNBOUND_PARAMETER,
              "Parameter " + (parameters.size() + 1) + " has no value.")
          .withHint("The query has " + query.parameters().size() + " parameters.");
    }
    ask(query, parameters);
    return query.bindings().stream().map(binding -> bound(binding, parameters)).toList();
  }

  /** The names of the models that a query is about; {@link #bind} has looked at the values. */
  public List<Bound> models(PlannedQuery query, List<?> parameters) {
    return query.models().names().stream()
        .map(name -> new Bound(DataType.VARCHAR, text(name, parameters).orElse(null)))
        .toList();
  }

  /**
   * The parameters, from 0, that are integers in the plan and have values that are not: those are
   * compared as decimals. {@code version > 1.5} is valid.
   */
  static Set<Integer> decimals(PlannedQuery query, List<?> parameters) {
    Set<Integer> decimals = new TreeSet<>();
    int known = Math.min(parameters.size(), query.parameters().size());
    for (int i = 0; i < known; i++) {
      if (ParameterConversion.isBeyond(parameters.get(i), query.parameters().get(i))) {
        decimals.add(i);
      }
    }
    return Set.copyOf(decimals);
  }

  private Bound bound(Binding binding, List<?> parameters) {
    if (binding instanceof Binding.UserParameter parameter) {
      Object value = parameters.get(parameter.index());
      return new Bound(parameter.type(), convert(value, parameter));
    }
    if (binding instanceof Binding.Pattern pattern) {
      return new Bound(DataType.VARCHAR, pattern(pattern, parameters));
    }
    if (binding instanceof Binding.Question question) {
      return new Bound(
          DataType.BOOLEAN, question(question, parameters).map(privileges::get).orElse(null));
    }
    Binding.SessionValue value = (Binding.SessionValue) binding;
    return new Bound(
        DataType.VARCHAR,
        switch (value.kind()) {
          case CURRENT_USER -> user;
          case CURRENT_CATALOG -> catalog;
          case CURRENT_SCHEMA -> schema;
          case CURRENT_METASTORE -> SecurableType.METASTORE_NAME;
        });
  }

  /** The regular expression in the form of the store, so that it cannot fail on a row. */
  private static @Nullable String pattern(Binding.Pattern pattern, List<?> parameters) {
    Object value =
        ParameterConversion.convert(
            pattern.index(), parameters.get(pattern.index()), DataType.VARCHAR);
    if (value == null) {
      return null;
    }
    RegularPattern known =
        RegularPattern.of(
            (pattern.ignoresCase() ? RegularPattern.IGNORING_CASE : "")
                + storable(value.toString()));
    return switch (pattern.store()) {
      case POSTGRESQL -> known.text();
      case H2 -> {
        known.requireShortSearch(pattern.longest());
        yield known.inJava();
      }
    };
  }

  /** All questions of a query are asked at once, because each request is a transaction. */
  private void ask(PlannedQuery query, List<?> parameters) {
    List<HasPrivilege> questions =
        query.bindings().stream()
            .filter(Binding.Question.class::isInstance)
            .flatMap(binding -> question((Binding.Question) binding, parameters).stream())
            .distinct()
            .toList();
    if (questions.size() > MOST_QUESTIONS) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The query has more than " + MOST_QUESTIONS + " different calls of has_privilege.")
          .withHint(
              "Check the privileges of all objects at once: call has_privilege with a column.");
    }
    if (!questions.isEmpty()) {
      List<Boolean> results = rights.apply(questions);
      for (int i = 0; i < questions.size(); i++) {
        privileges.put(questions.get(i), results.get(i));
      }
    }
  }

  /** Empty if an argument is NULL: the result is NULL, as with any function. */
  private static Optional<HasPrivilege> question(Binding.Question question, List<?> parameters) {
    Optional<String> fullName = text(question.fullName(), parameters);
    Optional<String> principal = text(question.principal(), parameters);
    return fullName.isEmpty() || principal.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HasPrivilege(
                question.privilege(), question.type(), fullName.get(), principal.get()));
  }

  private static Optional<String> text(Binding.Argument argument, List<?> parameters) {
    if (argument instanceof Binding.Argument.Text text) {
      return Optional.of(text.value());
    }
    int index = ((Binding.Argument.Parameter) argument).index();
    // As it is bound, or rows that the query finds could be left out.
    Object value = ParameterConversion.convert(index, parameters.get(index), DataType.VARCHAR);
    return Optional.ofNullable(value).map(Object::toString).map(QueryValues::storable);
  }

  private static String storable(String text) {
    if (StorableText.flaw(text).isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "A parameter contains an invalid character.")
          .withHint(StorableText.HINT);
    }
    return text;
  }

  private static @Nullable Object convert(@Nullable Object value, Binding.UserParameter parameter) {
    Object converted = ParameterConversion.convert(parameter.index(), value, parameter.type());
    return converted instanceof String text ? storable(text) : converted;
  }
}
