package crosscheck.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Requests at a fixed rate, whether or not earlier ones are answered. A request's time counts from
 * when it was due, so that a server (or a client) that falls behind is seen.
 */
final class ReadLoad {

  private final int port;
  private final List<Asked> asked;
  private final long backend;
  private final Random any = new Random(42);

  /** Whether one that was refused has been shown. */
  private final AtomicBoolean shown = new AtomicBoolean();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param backend a process of the Postgres server
   */
  ReadLoad(int port, List<Asked> asked, long backend) {
    this.port = port;
    this.asked = asked;
    this.backend = backend;
  }

  /**
   * How long the answers of one address took, milliseconds, ascending.
   *
   * @param refused how many had another status than 200, e.g. because the server was overloaded
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Times(Asked asked, double[] millis, long refused) {

    double percentile(double percent) {
      return ReadLoad.percentile(millis, percent);
    }

    double max() {
      return millis[millis.length - 1];
    }
  }

  /**
   * What an address takes when nobody asks for anything else.
   *
   * @param millis the median
   * @param javaMillis CPU time of an answer in this process, which is server and client
   * @param postgresMillis CPU time of an answer in Postgres
   */
  record Alone(Asked asked, double millis, double javaMillis, double postgresMillis) {}

  /** Asks for every address so many times, one request after the other. */
  List<Alone> alone(int times) {
    List<Alone> all = new ArrayList<>();
    for (Asked address : asked) {
      // So that every connection of the server has prepared the statements.
      measured(address, times);
      long java = Cpu.process();
      long postgres = Cpu.postgres(backend);
      double[] millis = measured(address, times);
      all.add(
          new Alone(
              address,
              millis[times / 2],
              (Cpu.process() - java) / 1e6 / times,
              (Cpu.postgres(backend) - postgres) / 1e6 / times));
    }
    return all;
  }

  private double[] measured(Asked address, int times) {
    return IntStream.range(0, times)
        .mapToDouble(i -> ask(address.paths().apply(any), System.nanoTime()).join().millis())
        .sorted()
        .toArray();
  }

  /**
   * What all addresses took together.
   *
   * @param millis of all answers, ascending
   * @param javaMillis as of {@link Alone}, on average
   * @param postgresMillis as of {@link Alone}, on average
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outcome(
      int perSecond, List<Times> times, double[] millis, double javaMillis, double postgresMillis) {

    int requests() {
      return millis.length;
    }

    long refused() {
      return times.stream().mapToLong(Times::refused).sum();
    }

    double percentile(double percent) {
      return ReadLoad.percentile(millis, percent);
    }

    @Override
    public String toString() {
      return "%d a second: p50 %.1f ms, p99 %.1f ms, %d of %d refused; CPU %.2f + %.2f ms"
          .formatted(
              perSecond,
              percentile(50),
              percentile(99),
              refused(),
              requests(),
              javaMillis,
              postgresMillis);
    }
  }

  private static double percentile(double[] ascending, double percent) {
    int at = (int) Math.ceil(ascending.length * percent / 100) - 1;
    return ascending[Math.max(0, at)];
  }

  /** Asks for every address in turns. */
  Outcome run(int perSecond, int seconds) {
    long java = Cpu.process();
    long postgres = Cpu.postgres(backend);
    int rounds = Math.max(1, seconds * perSecond / asked.size());
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    List<List<CompletableFuture<Answer>>> answers = new ArrayList<>();
    asked.forEach(address -> answers.add(new ArrayList<>()));
    long due = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < asked.size(); i++) {
        due += gap;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        answers.get(i).add(ask(asked.get(i).paths().apply(any), due));
      }
    }
    List<Times> times = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      List<Answer> all = answers.get(i).stream().map(CompletableFuture::join).toList();
      times.add(
          new Times(
              asked.get(i),
              all.stream().mapToDouble(Answer::millis).sorted().toArray(),
              all.stream().filter(answer -> answer.status() != 200).count()));
    }
    double[] all =
        times.stream().flatMapToDouble(t -> Arrays.stream(t.millis())).sorted().toArray();
    return new Outcome(
        perSecond,
        times,
        all,
        (Cpu.process() - java) / 1e6 / all.length,
        (Cpu.postgres(backend) - postgres) / 1e6 / all.length);
  }

  private record Answer(int status, double millis) {}

  private CompletableFuture<Answer> ask(String path, long due) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            answer -> {
              if (answer.statusCode() != 200 && shown.compareAndSet(false, true)) {
                System.err.printf(
                    "benchmarks: %s answers %d: %s%n",
                    path, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
              }
              return new Answer(answer.statusCode(), (System.nanoTime() - due) / 1e6);
            });
  }
}
