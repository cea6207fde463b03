package crosscheck.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whether or not earlier ones are answered. A request's time counts from
 * when it was due, so that a server (or a client) that falls behind is seen.
 */
final class ReadLoad {

  private final int port;
  private final int perSecond;
  private final List<Asked> asked;
  private final Random any = new Random(42);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ReadLoad(int port, int perSecond, List<Asked> asked) {
    this.port = port;
    this.perSecond = perSecond;
    this.asked = asked;
  }

  /** How long the answers of one address took, milliseconds, ascending. */
  record Times(Asked asked, double[] millis) {

    double percentile(double percent) {
      int at = (int) Math.ceil(millis.length * percent / 100) - 1;
      return millis[Math.max(0, at)];
    }

    double max() {
      return millis[millis.length - 1];
    }
  }

  /**
   * Asks for every address in turns.
   *
   * @throws Wrong when an answer is not 200
   */
  List<Times> run(int seconds) {
    int rounds = Math.max(1, seconds * perSecond / asked.size());
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    List<List<CompletableFuture<Double>>> answers = new ArrayList<>();
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
      double[] millis =
          answers.get(i).stream().mapToDouble(CompletableFuture::join).sorted().toArray();
      times.add(new Times(asked.get(i), millis));
    }
    return times;
  }

  private CompletableFuture<Double> ask(String path, long due) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            answer -> {
              Wrong.unless(
                  answer.statusCode() == 200,
                  () -> path + " answers " + answer.statusCode() + " " + shown(answer.body()));
              return (System.nanoTime() - due) / 1e6;
            });
  }

  private static String shown(byte[] body) {
    return new String(
        Arrays.copyOf(body, Math.min(body.length, 200)), java.nio.charset.StandardCharsets.UTF_8);
  }
}
