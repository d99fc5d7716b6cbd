package dev.vitrine.server.web.detail;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.ModelVersion.VersionParam;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.DetailPart;
import java.util.List;

/** The parameters and metrics of a version, as a part of a page. */
public record MetricsPart(List<VersionParam> params, List<VersionMetric> metrics, String sql)
    implements DetailPart {
  private static final String PARAMS =
      "SELECT name, \"value\" FROM system.registry.version_params FOR SYSTEM_TIME AS OF %s"
          + " WHERE full_name = ? AND version = ? ORDER BY name";

  private static final String METRICS =
      "SELECT name, \"value\", dataset, step, recorded_at FROM system.registry.version_metrics"
          + " FOR SYSTEM_TIME AS OF %s WHERE full_name = ? AND version = ?"
          + " ORDER BY name, dataset, step";

  public MetricsPart {
    params = List.copyOf(params);
    metrics = List.copyOf(metrics);
  }

  /** Those of a version that was read. */
  public static MetricsPart of(ModelVersion version) {
    return new MetricsPart(
        version.params(),
        version.metrics(),
        "SELECT * FROM version_metrics WHERE full_name = "
            + SqlNames.literal(version.model())
            + " AND version = "
            + version.version());
  }

  /** Those that a version had, by the name of the model at that time. */
  public static MetricsPart of(UserRequest request, String model, long version, PointInTime at) {
    return new MetricsPart(
        request.rows(at.in(PARAMS), model, version).stream()
            .map(row -> new VersionParam(row.text(0), row.text(1)))
            .toList(),
        request.rows(at.in(METRICS), model, version).stream().map(MetricsPart::metric).toList(),
        "SELECT * FROM version_metrics"
            + at.clause()
            + " WHERE full_name = "
            + SqlNames.literal(model)
            + " AND version = "
            + version);
  }

  private static VersionMetric metric(Row row) {
    return new VersionMetric(
        row.text(0),
        Double.parseDouble(row.text(1)),
        row.text(2),
        row.number(3),
        row.time(4).orElseThrow());
  }
}
