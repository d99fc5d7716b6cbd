package dev.vitrine.server.web.detail;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.ModelVersion.VersionParam;
import dev.vitrine.server.web.content.DetailPart;
import java.util.List;

/** The parameters and metrics of a version, as a part of a page. */
public record MetricsPart(List<VersionParam> params, List<VersionMetric> metrics, String sql)
    implements DetailPart {
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
}
