package dev.vitrine.tools;

import static dev.vitrine.tools.ToolRegistries.PASSWORD;
import static dev.vitrine.tools.ToolRegistries.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tools that know nothing of Vitrine, each with its own class path and a packaged jar, on H2 and on
 * PostgreSQL, in the same process and from a server: all print the same. {@code src/tools} has
 * their libraries and the programs that use them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
final class ToolsIT {
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "hikaricp", "HikariPools",
          "dbcp2", "DbcpPools",
          "c3p0", "C3p0Pools",
          "tomcat-jdbc", "TomcatPools",
          "spring-jdbc", "SpringTemplates",
          "jdbi", "JdbiQueries",
          "mybatis", "MybatisMappers",
          "dbutils", "DbutilsQueries",
          "jooq", "JooqQueries",
          "rowset", "RowSets");

  /** A row of getColumns as SQLLine prints it: catalog, schema, table, column, type. */
  private static final Pattern COLUMN =
      Pattern.compile("'([^']*)','([^']*)','([^']*)','[^']*','-?\\d+','[A-Z]+','.*");

  /** A heading of SchemaCrawler: a relation or a key. */
  private static final Pattern HEADING = Pattern.compile("(\\S+) +\\[(.*)]");

  @TempDir private static Path directory;

  private ToolRegistries registries;

  @BeforeAll
  void open() throws Exception {
    registries = ToolRegistries.open(directory);
  }

  @AfterAll
  void close() {
    registries.close();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("programsAndWays")
  void programs(String tool, Way way) throws Exception {
    List<String> urls = registries.urls(tool, way);
    ToolProcess process = new ToolProcess(tool, way).run(PROGRAMS.get(tool), arguments(urls));
    process.printed(process.output(), urls.size());
  }

  static Stream<Arguments> programsAndWays() {
    return PROGRAMS.keySet().stream()
        .sorted()
        .flatMap(tool -> Way.of(tool).map(way -> Arguments.of(tool, way)));
  }

  static Stream<Way> waysOfJasperReports() {
    return Way.of("jasperreports");
  }

  static Stream<Way> waysOfSqlLine() {
    return Way.of("sqlline");
  }

  static Stream<Way> waysOfSchemaCrawler() {
    return Way.of("schemacrawler");
  }

  @ParameterizedTest
  @MethodSource("waysOfJasperReports")
  void jasperReports(Way way) throws Exception {
    List<String> urls = registries.urls("jasperreports", way);
    ToolProcess process = new ToolProcess("jasperreports", way);
    process.run("ModelReport", arguments(urls));
    process.printed(process.output(), urls.size());
    for (int number = 1; number <= urls.size(); number++) {
      BufferedImage page = ImageIO.read(process.file("-" + number + ".png").toFile());
      assertThat(page.getWidth()).isEqualTo(1190);
      assertThat(page.getHeight()).isEqualTo(1684);
    }
  }

  @ParameterizedTest
  @MethodSource("waysOfSqlLine")
  void sqlLine(Way way) throws Exception {
    List<String> urls = registries.urls("sqlline", way);
    ToolProcess process = new ToolProcess("sqlline", way);
    String script =
        urls.stream()
            .map(url -> "!connect \"" + url + "\" " + USER + " \"" + PASSWORD + "\"\n" + SQLLINE)
            .collect(Collectors.joining());
    Path file = Files.writeString(process.file(".sql"), script + "!quit\n");
    process.run("sqlline.SqlLine", List.of("--maxWidth=200", "-f", file.toString()));
    assertThat(process.output().lines().toList()).noneMatch(line -> line.startsWith("Error:"));
    assertThat(process.errors().lines().toList()).noneMatch(line -> line.startsWith("Error:"));
    process.printed(countedColumns(process.output()), urls.size());
  }

  private static final String SQLLINE =
      """
      !set outputformat csv
      !dbinfo
      !tables
      !columns %
      !primarykeys %
      !primarykeys versions
      !typeinfo
      GRANT EXECUTE ON MODEL prod.vision.faces TO sqlline;
      SELECT principal, privilege, full_name FROM grants WHERE principal = 'sqlline';
      !set outputformat json
      SELECT full_name, latest_version, comment FROM models ORDER BY 1;
      !set outputformat table
      SELECT full_name, latest_version, comment FROM models ORDER BY 1;
      REVOKE EXECUTE ON MODEL prod.vision.faces FROM sqlline;
      !close
      """;

  /** With the columns of each relation as one line. */
  private static String countedColumns(String output) {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      Matcher column = COLUMN.matcher(line);
      if (column.matches()) {
        columns.merge(column.group(2) + "." + column.group(3), 1, Integer::sum);
      } else {
        columns.forEach((relation, count) -> lines.add(relation + ": " + count + " columns"));
        columns.clear();
        lines.add(line);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  @ParameterizedTest
  @MethodSource("waysOfSchemaCrawler")
  void schemaCrawler(Way way) throws Exception {
    for (String url : registries.urls("schemacrawler", way)) {
      ToolProcess process = new ToolProcess("schemacrawler", way);
      process.run(
          "schemacrawler.Main",
          List.of(
              "--url=" + url,
              "--user=" + USER,
              "--password=" + PASSWORD,
              "--info-level=maximum",
              "--command=schema",
              "--table-types=MODEL,TABLE,VIEW",
              "--no-info",
              "--log-level=WARNING"));
      assertThat(process.errors()).doesNotContain("Could not", "WARNING", "SEVERE");
      String output = process.output().replace("\"", "");
      Map<String, List<String>> blocks = blocks(output);
      process.printed(
          output
              .lines()
              .filter(line -> HEADING.matcher(line).matches())
              .map(line -> line.replaceAll(" +", " "))
              .collect(Collectors.joining("\n", "", "\n")),
          1);
      everyColumnIsListed(url, blocks);
    }
  }

  /** The lines under each heading of SchemaCrawler. */
  private static Map<String, List<String>> blocks(String output) {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    List<String> block = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches() && heading.group(1).contains(".")) {
        block = new ArrayList<>();
        blocks.put(heading.group(1), block);
      }
      block.add(line.strip().replaceAll(" +", " "));
    }
    return blocks;
  }

  /** As in a query, including the comments below their objects. */
  private void everyColumnIsListed(String url, Map<String, List<String>> blocks)
      throws SQLException {
    String columns =
        "SELECT table_catalog || '.' || table_schema || '.' || table_name, column_name, type_name,"
            + " comment FROM system.information_schema.columns";
    int count = 0;
    try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(columns)) {
      while (rows.next()) {
        List<String> block = blocks.getOrDefault(rows.getString(1), List.of());
        String column = rows.getString("column_name") + " " + rows.getString("type_name");
        int line =
            block.indexOf(
                block.stream().filter(text -> text.startsWith(column)).findFirst().orElse(""));
        assertThat(line).as("%s in %s", column, block).isPositive();
        assertThat(block.get(line + 1)).isEqualTo(rows.getString("comment"));
        count++;
      }
    }
    assertThat(count).isGreaterThan(200);
  }

  private static List<String> arguments(List<String> urls) {
    return Stream.concat(Stream.of(USER, PASSWORD), urls.stream()).toList();
  }
}
