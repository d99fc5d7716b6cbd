package dev.vitrine.server.web.sql;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.RowSize;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.sql.SqlView.Result;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Registers the SQL page. */
public final class SqlPages {
  private static final String PATH = "/sql";

  /** Rows of each result that are shown without scripts. */
  private static final int MOST_ROWS = 1_000;

  private SqlPages() {}

  /** Adds it. */
  public static void add(Pages pages) {
    pages.get(PATH, SqlPages::show);
    pages.post(PATH, SqlPages::run);
  }

  /** Fills the editor, and runs nothing. */
  private static WebResponse show(UserRequest request) {
    return view(request, request.text("q").orElse(""), "", List.of());
  }

  private static WebResponse run(UserRequest request) {
    String text = request.text("q").orElse("");
    if (text.isBlank()) {
      return view(request, text, "", List.of());
    }
    try {
      List<Result> results = new ArrayList<>();
      long changed = 0;
      for (Outcome outcome : request.execute(text)) {
        if (outcome instanceof Rows rows) {
          results.add(result(request, rows));
        } else if (outcome instanceof Outcome.Changed change) {
          changed += change.count();
        }
      }
      String message =
          results.isEmpty() ? "Done; " + changed + " changed." : results.size() + " results.";
      return view(request, text, message, results);
    } catch (VitrineException exception) {
      return view(request, text, message(exception), List.of());
    }
  }

  private static SqlView view(
      UserRequest request, String text, String message, List<Result> results) {
    return new SqlView(request.user(), text, Vocabulary.json(request), message, results);
  }

  private static Result result(UserRequest request, Rows found) {
    try (Rows rows = found) {
      List<List<String>> texts = new ArrayList<>();
      Optional<Object[]> row = rows.next();
      for (; row.isPresent() && texts.size() < MOST_ROWS; row = rows.next()) {
        request.reserve(RowSize.of(row.get()));
        texts.add(Arrays.stream(row.get()).map(SqlPages::text).toList());
      }
      return new Result(rows.columns().stream().map(Column::name).toList(), texts, row.isPresent());
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "NULL" : value.toString();
  }

  private static String message(VitrineException exception) {
    return List.of(
            exception.problem(),
            exception.hint(),
            exception
                .position()
                .map(place -> "Line " + place.line() + ", column " + place.column() + ".")
                .orElse(""),
            "SQLSTATE " + exception.code().sqlState())
        .stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
