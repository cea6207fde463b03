package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Alerts over REST and as RSS. */
class AlertsApiTest {

  private Explorer explorer;

  @BeforeEach
  void start() {
    explorer = Explorer.empty();
    explorer
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into networks (config_name, config, spec_version, genesis_time,
                    genesis_slot, genesis_root, genesis_state_root, genesis_state_ssz, created_at)
                  values ('minimal', '{"SECONDS_PER_SLOT": "6", "SLOTS_PER_EPOCH": "8"}', 'v0.8.3',
                    0, 0, decode(repeat('11', 32), 'hex'), decode(repeat('22', 32), 'hex'), '',
                    now())
                  """);
              handle.execute(
                  """
                  insert into alerts (rule, cause, severity, title, details, node, opened_at,
                    acknowledged_at, acknowledged_by, resolved_at, last_seen_at, occurrence_count)
                  values
                    ('invalid_block', 'block:0x01', 'warning', 'Invalid <block> & more',
                      '{"slot": "47"}', 'node-1', '2019-09-06T13:50:00Z', null, null,
                      '2019-09-06T13:55:00Z', '2019-09-06T13:50:00Z', 3),
                    ('finality_late', 'chain', 'critical', 'Finality is late', '{}', null,
                      '2019-09-06T13:51:00Z', '2019-09-06T13:52:00Z', 'alice', null,
                      '2019-09-06T13:51:00Z', 1),
                    ('node_silent', 'node:n2', 'warning', 'n2 is silent', '{}', 'n2',
                      '2019-09-06T13:52:00Z', null, null, null, '2019-09-06T13:52:00Z', 1)
                  """);
            });
  }

  @AfterEach
  void stop() {
    explorer.close();
  }

  private List<String> rules(String query) {
    List<String> rules = new ArrayList<>();
    explorer.data("/alerts" + query).forEach(alert -> rules.add(alert.get("rule").asText()));
    return rules;
  }

  @Test
  void listsTheLatestFirstPageByPage() {
    assertThat(rules("")).containsExactly("node_silent", "finality_late", "invalid_block");
    JsonNode page = explorer.json("/alerts?limit=2");
    assertThat(page.get("data")).hasSize(2);
    String cursor = page.at("/meta/next_cursor").asText();
    assertThat(rules("?limit=2&cursor=" + cursor)).containsExactly("invalid_block");
  }

  @Test
  void filters() {
    assertThat(rules("?state=open")).containsExactly("node_silent");
    assertThat(rules("?state=open,acknowledged")).containsExactly("node_silent", "finality_late");
    assertThat(rules("?severity=warning&state=resolved")).containsExactly("invalid_block");
    assertThat(rules("?rule=finality_late,invalid_block"))
        .containsExactly("finality_late", "invalid_block");
  }

  @Test
  void showsOne() {
    JsonNode alert = explorer.data("/alerts/2");
    assertThat(alert.get("state").asText()).isEqualTo("acknowledged");
    assertThat(alert.get("acknowledged_by").asText()).isEqualTo("alice");
    assertThat(alert.get("node").isNull()).isTrue();
    assertThat(explorer.data("/alerts/1").at("/details/slot").asText()).isEqualTo("47");
  }

  @Test
  void refusesWhatItCannotRead() {
    for (String query : List.of("?state=closed", "?severity=bad", "?rule=A", "?cursor=x")) {
      HttpResponse<byte[]> answer = explorer.get("/api/v1/alerts" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
    }
    assertThat(explorer.get("/api/v1/alerts/x").statusCode()).isEqualTo(400);
    assertThat(explorer.get("/api/v1/alerts/99").statusCode()).isEqualTo(404);
  }

  @Test
  void feedsReadersOfRss() throws Exception {
    HttpResponse<byte[]> answer = explorer.get("/api/v1/alerts.rss");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/rss+xml");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(answer.body()));
    assertThat(document.getDocumentElement().getAttribute("version")).isEqualTo("2.0");
    NodeList items = document.getElementsByTagName("item");
    List<String> titles = new ArrayList<>();
    HashSet<String> ids = new HashSet<>();
    for (int i = 0; i < items.getLength(); i++) {
      Element item = (Element) items.item(i);
      titles.add(text(item, "title"));
      ids.add(text(item, "guid"));
      assertThat(text(item, "link")).startsWith(explorer.url("/api/v1/alerts/"));
      assertThat(text(item, "pubDate")).matches("[A-Z][a-z]{2}, 06 Sep 2019 13:5\\d:00 GMT");
    }
    assertThat(titles)
        .containsExactly(
            "Resolved: Invalid <block> & more",
            "warning: n2 is silent",
            "critical: Finality is late",
            "warning: Invalid <block> & more");
    assertThat(ids).hasSize(4);
    assertThat(explorer.get("/api/v1/alerts.rss").body()).isEqualTo(answer.body());
  }

  private static String text(Element item, String name) {
    return item.getElementsByTagName(name).item(0).getTextContent();
  }
}
