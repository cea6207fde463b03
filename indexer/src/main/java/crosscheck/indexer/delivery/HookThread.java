package crosscheck.indexer.delivery;

import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one hook what it is to be told, one thing after the other. */
final class HookThread {

  private static final Logger log = LoggerFactory.getLogger(HookThread.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int MOST_ERROR = 200;

  private final Webhook hook;
  private final Jdbi jdbi;
  private final WebhookSettings settings;
  private final Clock clock;
  private final BooleanSupplier leading;
  private final HttpClient client;
  private final Backoff backoff;
  private final Semaphore work = new Semaphore(0);
  private final Thread thread;

  private volatile boolean closing;

  HookThread(
      Webhook hook,
      Jdbi jdbi,
      WebhookSettings settings,
      Clock clock,
      BooleanSupplier leading,
      HttpClient client) {
    this.hook = hook;
    this.jdbi = jdbi;
    this.settings = settings;
    this.clock = clock;
    this.leading = leading;
    this.client = client;
    this.backoff = new Backoff(log, "webhook " + hook.name());
    this.thread = new Thread(this::run, "webhook " + hook.name());
  }

  void start() {
    thread.start();
  }

  void wake() {
    work.release();
  }

  /** Ends it at once, in the middle of a try, too. */
  void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Delivery(
      long id, String type, String body, int tries, Instant nextTry, Instant created) {}

  /** How a try ended. */
  private record Outcome(
      boolean delivered, boolean refused, String error, Optional<Duration> patience) {

    static final Outcome DELIVERED = new Outcome(true, false, "", Optional.empty());

    static Outcome failed(String error) {
      return new Outcome(false, false, error, Optional.empty());
    }
  }

  private void run() {
    try {
      while (!closing) {
        try {
          Duration wait = step();
          backoff.succeeded();
          work.drainPermits();
          if (!wait.isZero()) {
            work.tryAcquire(wait.toMillis() + 1, TimeUnit.MILLISECONDS);
          }
        } catch (RuntimeException e) {
          if (!Outage.causes(e)) {
            log.error("webhook {}: our error; trying again", hook.name(), e);
          }
          backoff.pause(e);
        }
      }
    } catch (InterruptedException e) {
      log.debug("webhook {} closed", hook.name(), e);
    }
  }

  /** Sends what is next, if its time has come; how long to wait for more. */
  private Duration step() throws InterruptedException {
    Optional<Delivery> next = leading.getAsBoolean() ? next() : Optional.empty();
    if (next.isEmpty()) {
      return LOOK_AGAIN;
    }
    Instant now = clock.instant();
    Duration left = Duration.between(now, next.get().nextTry());
    if (left.compareTo(Duration.ZERO) > 0) {
      return left.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : left;
    }
    if (!now.isBefore(next.get().created().plus(settings.giveUpAfter()))) {
      end(next.get(), "given_up", "older than " + settings.giveUpAfter().toMinutes() + " minutes");
      return Duration.ZERO;
    }
    settle(next.get(), send(next.get()));
    return Duration.ZERO;
  }

  private Optional<Delivery> next() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(Sql.named("next_delivery"))
                .bind("hook", hook.name())
                .map(
                    (row, context) ->
                        new Delivery(
                            row.getLong("id"),
                            row.getString("type"),
                            row.getString("body"),
                            row.getInt("try_count"),
                            row.getObject("next_try_at", OffsetDateTime.class).toInstant(),
                            row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .findOne());
  }

  private Outcome send(Delivery delivery) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(delivery), HttpResponse.BodyHandlers.discarding());
    try {
      return outcome(answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Outcome.failed("no answer within " + settings.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      return Outcome.failed(cause.getClass().getSimpleName() + message);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(Delivery delivery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hook.url())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Crosscheck")
            .header("X-Crosscheck-Event", delivery.type())
            .header("X-Crosscheck-Delivery", String.valueOf(delivery.id()))
            .POST(HttpRequest.BodyPublishers.ofString(delivery.body()));
    hook.secret()
        .ifPresent(
            secret -> {
              String timestamp = String.valueOf(clock.instant().getEpochSecond());
              request.header("X-Crosscheck-Timestamp", timestamp);
              request.header(
                  "X-Crosscheck-Signature", Signature.of(secret, timestamp, delivery.body()));
            });
    return request.build();
  }

  private static Outcome outcome(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return Outcome.DELIVERED;
    }
    boolean patience = status == 408 || status == 425 || status == 429;
    Optional<Duration> asked =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("[0-9]{1,6}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    boolean refused = (status / 100 == 3 || status / 100 == 4) && !patience;
    return new Outcome(false, refused, "it answered HTTP " + status, asked);
  }

  private void settle(Delivery delivery, Outcome outcome) {
    if (outcome.delivered()) {
      end(delivery, "delivered", null);
      return;
    }
    int tries = delivery.tries() + 1;
    if (tries == 1) {
      log.warn("webhook {} fails, trying again: {}", hook.name(), outcome.error());
    }
    if (outcome.refused() && tries >= settings.mostRefusals()) {
      end(delivery, "given_up", outcome.error());
      return;
    }
    Duration pause = settings.pause(tries);
    // Up to a quarter more, so that hooks on one server do not all come back at once.
    long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1);
    Duration asked =
        outcome.patience().map(p -> shorter(p, settings.longestPause())).orElse(Duration.ZERO);
    Duration wait = pause.plusMillis(jitter);
    Instant next = clock.instant().plus(wait.compareTo(asked) > 0 ? wait : asked);
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("delivery_failed"))
                .bind("id", delivery.id())
                .bind("last_error", brief(outcome.error()))
                .bind("next_try_at", Columns.at(next))
                .execute());
  }

  private void end(Delivery delivery, String state, String error) {
    if (error != null) {
      log.error("webhook {}: delivery {} is given up: {}", hook.name(), delivery.id(), error);
    }
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("delivery_ended"))
                .bind("id", delivery.id())
                .bind("state", state)
                .bind("last_error", error == null ? null : brief(error))
                .bind("ended_at", Columns.at(clock.instant()))
                .execute());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String brief(String error) {
    String clean = error.replace('\0', '\uFFFD').lines().findFirst().orElse("");
    return clean.length() > MOST_ERROR ? clean.substring(0, MOST_ERROR) : clean;
  }
}
