package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.spec.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ControlServerTest {

  private final HttpClient http = HttpClient.newHttpClient();

  private String sent(String method, URI url, String body) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(url).method(method, BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void faultsAreSwitchedOnAndOffWhileTheNetworkRuns() throws Exception {
    NetworkPlan plan =
        NetworkPlan.parse(
            "plan.yaml", "genesis: {validators: 16}\nnodes: {count: 2}", PlanChanges.NONE);
    State genesis = plan.genesis().state(plan.spec(), 1567777777);
    Recorder recorder = new Recorder();
    try (Network network = new Network(plan, genesis, recorder);
        ControlServer control = new ControlServer(network, 0)) {
      URI faults = control.address().resolve("/faults");
      network.run(SlotTicker.asFastAsItGoes(), 4);

      assertThat(sent("POST", faults, "{kind: silent, duties: blocks}"))
          .startsWith("201 {\"data\":{\"id\":1,\"kind\":\"silent\"")
          .contains("\"state\":\"on\"");
      network.run(SlotTicker.asFastAsItGoes(), 8);
      assertThat(recorder.blocks()).hasSize(4);
      assertThat(sent("DELETE", control.address().resolve("/faults/1"), "")).startsWith("200 ");
      network.run(SlotTicker.asFastAsItGoes(), 12);
      assertThat(recorder.blocks()).hasSize(8);

      assertThat(sent("GET", faults, "")).contains("\"state\":\"done\"", "\"strikes\":4");
      assertThat(sent("GET", control.address().resolve("/nodes"), ""))
          .contains("\"name\":\"node-1\",\"up\":true", "\"head_slot\":12");
      assertThat(sent("POST", faults, "{kind: stop, nodes: [C]}"))
          .startsWith("400 ")
          .contains("there is no node \\\"C\\\"");
      assertThat(sent("DELETE", control.address().resolve("/faults/9"), "")).startsWith("404 ");
      assertThat(sent("PUT", faults, "")).startsWith("405 ");
    }
  }
}
