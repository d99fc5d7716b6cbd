package dev.vitrine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Prints the slowest test classes, why tests were skipped and, in the last line, how many passed,
 * failed and were skipped, from the XML reports of a build. Needs only the JDK, so that it also
 * runs from its source.
 */
public final class TestCounts {
  private static final int SLOWEST = 10;

  private int passed;
  private int failed;
  private int skipped;

  /** How many tests, or classes as a whole, were skipped for each reason. */
  private final Map<String, Integer> reasons = new TreeMap<>();

  /** Wall time of the classes. */
  private final List<ClassTime> times = new ArrayList<>();

  private record ClassTime(String name, double seconds) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.0f s", name, seconds);
    }
  }

  private TestCounts() {}

  /** Reads the reports in the build directory that the argument names. */
  public static void main(String[] arguments)
      throws IOException, ParserConfigurationException, SAXException {
    TestCounts counts = new TestCounts();
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (String reports : List.of("surefire-reports", "failsafe-reports")) {
      for (Path report : reports(Path.of(arguments[0], reports))) {
        counts.add(parser.parse(report.toFile()));
      }
    }
    if (!counts.times.isEmpty()) {
      System.out.println("Slowest classes: " + counts.slowest());
    }
    counts.reasons.forEach((reason, count) -> System.out.println(count + " skipped: " + reason));
    System.out.println(
        counts.passed + " passed, " + counts.failed + " failed, " + counts.skipped + " skipped");
  }

  private static List<Path> reports(Path directory) throws IOException {
    List<Path> reports = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
            .sorted()
            .forEach(reports::add);
      }
    }
    return reports;
  }

  private String slowest() {
    return times.stream()
        .sorted(Comparator.comparingDouble(ClassTime::seconds).reversed())
        .limit(SLOWEST)
        .map(ClassTime::toString)
        .collect(Collectors.joining(", "));
  }

  private void add(Document report) {
    Element suite = report.getDocumentElement();
    times.add(
        new ClassTime(
            suite.getAttribute("name").replaceFirst(".*\\.", ""),
            Double.parseDouble(suite.getAttribute("time"))));
    NodeList tests = report.getElementsByTagName("testcase");
    for (int index = 0; index < tests.getLength(); index++) {
      Element test = (Element) tests.item(index);
      NodeList skips = test.getElementsByTagName("skipped");
      if (skips.getLength() > 0) {
        skipped++;
        Element skip = (Element) skips.item(0);
        String message = skip.getAttribute("message");
        // Without a message, the reason is in the first line of the stack trace.
        String text = message.isEmpty() ? skip.getTextContent().strip().split("\n")[0] : message;
        // JUnit puts the condition in front of the reason that a test gives.
        String reason = text.replaceFirst(".*(==>|Assumption failed:) ", "");
        reasons.merge(reason.isEmpty() ? "no reason given" : reason, 1, Integer::sum);
      } else if (test.getElementsByTagName("failure").getLength() > 0
          || test.getElementsByTagName("error").getLength() > 0) {
        failed++;
      } else {
        passed++;
      }
    }
  }
}
