package crosscheck.api;

import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus may ask for: how the network stands, read from the database at most once a
 * second, and how this process does. While the database is away {@code crosscheck_database_up} is 0
 * and the other numbers are those that were read last.
 *
 * <p>Labels are bounded: nodes, alert rules and hooks are few, and of each at most {@link
 * Readings#MOST_LABELS} are shown.
 */
final class Metrics {

  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final long FRESH_NANOS = 1_000_000_000;

  private final Reader reader;
  private final Readings readings;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Labelled> labelled = new ArrayList<>();

  /** Guarded by this, as is the time below. */
  private Readings.Numbers numbers = Readings.Numbers.NONE;

  private long readAt = System.nanoTime() - FRESH_NANOS;
  private volatile double up;

  /** A gauge with labels, whose rows come and go. */
  private record Labelled(MultiGauge gauge, String family) {}

  /**
   * @param streams how many event streams are open
   */
  Metrics(Reader reader, Readings readings, IntSupplier streams) {
    this.reader = reader;
    this.readings = readings;
    Gauge.builder("crosscheck.database.up", () -> up)
        .description("Whether the database answers")
        .register(registry);
    Gauge.builder("crosscheck.event.streams", streams::getAsInt)
        .description("Open event streams of this process")
        .register(registry);
    for (String[] metric : Readings.GAUGES) {
      Gauge.builder(metric[0], this, metrics -> metrics.value(metric[0]))
          .description(metric[1])
          .register(registry);
    }
    for (String[] family : Readings.LABELLED) {
      MultiGauge gauge = MultiGauge.builder(family[0]).description(family[1]).register(registry);
      labelled.add(new Labelled(gauge, family[0]));
    }
    for (String verdict : Readings.FINAL) {
      counter("crosscheck.verdicts", "Final verdicts", n -> n.finalVerdicts().get(verdict))
          .tag("verdict", verdict)
          .register(registry);
    }
    counter("crosscheck.judging.seconds", "Time spent on judging", Readings.Numbers::judgingSeconds)
        .register(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private FunctionCounter.Builder<Metrics> counter(
      String name, String description, ToDoubleFunction<Readings.Numbers> value) {
    return FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.numbers()))
        .description(description);
  }

  private synchronized Readings.Numbers numbers() {
    return numbers;
  }

  private double value(String name) {
    return numbers().single().getOrDefault(name, Double.NaN);
  }

  /** Answers with all metrics in Prometheus' text form. */
  void send(Context request, Given given) {
    refresh();
    request.contentType(MEDIA_TYPE).result(registry.scrape());
  }

  private synchronized void refresh() {
    if (System.nanoTime() - readAt < FRESH_NANOS) {
      return;
    }
    try {
      Readings.Numbers before = numbers;
      numbers = reader.read(handle -> readings.read(handle, before));
      up = 1;
    } catch (ApiException e) {
      up = 0;
    }
    readAt = System.nanoTime();
    for (Labelled family : labelled) {
      Map<Tags, Double> rows = numbers.labelled().getOrDefault(family.family(), Map.of());
      List<MultiGauge.Row<?>> shown = new ArrayList<>();
      rows.forEach((tags, value) -> shown.add(MultiGauge.Row.of(tags, value)));
      family.gauge().register(shown, true);
    }
  }
}
