package crosscheck.benchmarks;

import crosscheck.api.ApiServer;
import crosscheck.api.ApiSettings;
import crosscheck.db.Database;
import crosscheck.spec.Spec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long the API takes to answer over what is in a database, one request at a time. */
final class Answers {

  /** Addresses that an empty database can answer as well, and whose answers have a bound. */
  private static final List<String> ADDRESSES =
      List.of(
          "/api/v1/network",
          "/api/v1/chain",
          "/api/v1/health",
          "/metrics",
          "/api/v1/blocks",
          "/api/v1/blocks?canonical=true",
          "/api/v1/blocks?proposer=1",
          "/api/v1/blocks?node=node",
          "/api/v1/blocks?from_slot=10&to_slot=20",
          "/api/v1/blocks/head",
          "/api/v1/blocks/20",
          "/api/v1/forks",
          "/api/v1/tree",
          "/api/v1/nodes",
          "/api/v1/epochs",
          "/api/v1/slots",
          "/api/v1/validators",
          "/api/v1/validators/1",
          "/api/v1/validators/1/attestations",
          "/api/v1/verdicts",
          "/api/v1/checks",
          "/api/v1/events?order=desc",
          "/api/v1/alerts",
          "/api/v1/reorgs",
          "/api/v1/search?q=20",
          "/eth/v1/beacon/headers",
          "/eth/v1/beacon/blocks/head");

  private static final int WARM = 40;
  private static final int TIMES = 61;

  private Answers() {}

  /** Milliseconds of the median answer of each address. */
  static Map<String, Double> medians(Database database, Spec spec)
      throws IOException, InterruptedException {
    Map<String, Double> medians = new LinkedHashMap<>();
    try (ApiServer server = new ApiServer(database.jdbi(), spec, ApiSettings.of("127.0.0.1", 0))) {
      server.start();
      HttpClient client = HttpClient.newHttpClient();
      for (String address : ADDRESSES) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + address))
                .build();
        double[] millis = new double[WARM + TIMES];
        for (int i = 0; i < millis.length; i++) {
          long start = System.nanoTime();
          var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
          millis[i] = (System.nanoTime() - start) / 1e6;
          Wrong.unless(
              answer.statusCode() == 200, () -> address + " answered " + answer.statusCode());
        }
        double[] sorted = Arrays.stream(millis).skip(WARM).sorted().toArray();
        medians.put(address, sorted[sorted.length / 2]);
      }
    }
    return medians;
  }
}
