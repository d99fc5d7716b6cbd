package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.server.front.AcceptedConnections;
import dev.vitrine.server.pg.PgListener;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineFigures;
import dev.vitrine.session.upkeep.StatementObserver;
import dev.vitrine.wire.ServedConnections;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a server. Labels are routes, kinds of statements and conditions, never names: this
 * bounds their number, and readers of the metrics learn nothing about users and objects. Safe for
 * use by several threads.
 */
final class ServerMetrics implements StatementObserver {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram requests;
  private final Histogram statements;
  private final Gauge running;

  ServerMetrics(Engine engine, ServedConnections connections, AcceptedConnections sockets) {
    requests =
        Histogram.builder()
            .name("vitrine_http_request_seconds")
            .help("Requests, by route and status.")
            .labelNames("route", "status")
            .classicUpperBounds(SECONDS)
            .classicOnly()
            .register(registry);
    statements =
        Histogram.builder()
            .name("vitrine_statement_seconds")
            .help(
                "Time until statements returned their first result, by kind and outcome: ok or the condition.")
            .labelNames("kind", "outcome")
            .classicUpperBounds(SECONDS)
            .classicOnly()
            .register(registry);
    running =
        Gauge.builder()
            .name("vitrine_statements_running")
            .help("Statements that have not returned a result yet.")
            .register(registry);
    gauge("vitrine_connections", "Connections of clients.", connections::open);
    gauge("vitrine_http_connections", "Open TCP connections.", sockets::count);
    gauge(engine, "vitrine_sessions", "Open sessions.", EngineFigures::sessions);
    gauge(engine, "vitrine_plans", "Query plans in the cache.", EngineFigures::plans);
    gauge(
        engine,
        "vitrine_store_connections_active",
        "Connections to the store in use.",
        EngineFigures::storeActive);
    gauge(
        engine,
        "vitrine_store_connections_idle",
        "Connections to the store not in use.",
        EngineFigures::storeIdle);
    gauge(
        engine,
        "vitrine_store_connections_waiting",
        "Threads that wait for a connection to the store.",
        EngineFigures::storeWaiting);
    gauge(
        engine,
        "vitrine_store_connections_max",
        "Maximum number of connections to the store.",
        EngineFigures::storeMost);
    parts(
        engine,
        "vitrine_store_part_connections_active",
        "Connections to the store in use, by the part of the pool.",
        EngineFigures.Part::used);
    parts(
        engine,
        "vitrine_store_part_connections_max",
        "Connections to the store, by the part of the pool.",
        EngineFigures.Part::size);
    counter(
        engine,
        "vitrine_store_waits",
        "Statements that had to wait for a connection to the store.",
        EngineFigures::storeWaits);
    counter(
        engine,
        "vitrine_store_wait_seconds",
        "The time that statements waited for a connection to the store.",
        figures -> figures.storeWaited().toNanos() / 1e9);
    counter(
        engine,
        "vitrine_store_refused_by_share",
        "Statements refused because their user's share of the connections was in use.",
        EngineFigures::storeRefusedByShare);
    counter(
        engine,
        "vitrine_store_refused_by_pool",
        "Statements refused because all connections to the store were in use.",
        EngineFigures::storeRefusedByPool);
    counter(
        engine,
        "vitrine_idle_transactions_ended",
        "Transactions and result sets that were ended because they were idle.",
        EngineFigures::idleTransactionsEnded);
    counter(
        engine,
        "vitrine_plan_hits",
        "Queries whose plan was in the cache.",
        EngineFigures::planHits);
    counter(engine, "vitrine_plan_misses", "Queries that were planned.", EngineFigures::planMisses);
    JvmMetrics.builder().register(registry);
  }

  /** Adds the metrics of the port for PostgreSQL clients. */
  void observe(PgListener listener) {
    gauge("vitrine_pg_connections", "Signed-in connections of PostgreSQL clients.", listener::open);
    gauge(
        "vitrine_pg_connections_busy",
        "Connections of PostgreSQL clients that are served by a thread or wait for one.",
        listener::busy);
    gauge(
        "vitrine_pg_catalog_refused",
        "Statements on the catalog of PostgreSQL that were not supported.",
        listener::refusedCatalogStatements);
  }

  private void gauge(
      Engine engine, String name, String help, ToDoubleFunction<EngineFigures> figure) {
    gauge(name, help, () -> figure.applyAsDouble(engine.figures()));
  }

  private void parts(
      Engine engine, String metric, String help, ToDoubleFunction<EngineFigures.Part> figure) {
    GaugeWithCallback.builder()
        .name(metric)
        .help(help)
        .labelNames("part")
        .callback(
            callback ->
                engine
                    .figures()
                    .storeParts()
                    .forEach((name, part) -> callback.call(figure.applyAsDouble(part), name)))
        .register(registry);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private void counter(
      Engine engine, String name, String help, ToDoubleFunction<EngineFigures> figure) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.applyAsDouble(engine.figures())))
        .register(registry);
  }

  void answered(String route, int status, float milliseconds) {
    requests.labelValues(route, Integer.toString(status)).observe(milliseconds / 1_000d);
  }

  @Override
  public void began() {
    running.inc();
  }

  @Override
  public void ended(String kind, @Nullable ErrorCode failure, Duration time) {
    running.dec();
    String outcome = failure == null ? "ok" : failure.name().toLowerCase(Locale.ROOT);
    statements.labelValues(kind, outcome).observe(time.toNanos() / 1e9);
  }

  static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
  }
}
