package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those look at who watch a network: nodes, alerts, events, checks, offences, reorgs. */
@Timeout(240)
class WatchPagesTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static WatchedNetwork network;

  @BeforeAll
  static void play() {
    network = new WatchedNetwork().played();
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static Page open(String path) {
    Page page = BROWSER.open();
    page.navigate(network.url(path));
    return page;
  }

  private static Locator row(Page page, String table, String text) {
    return page.locator("table." + table + " tbody tr")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  @Test
  void comparesTheNodes() {
    Page page = open("/nodes");
    assertThat(page.locator("table.nodes tbody tr")).hasCount(5);
    assertThat(row(page, "nodes", "alice").locator(".c-state")).containsText("ok");
    assertThat(row(page, "nodes", "alice").locator(".c-first")).containsText("100 %");
    assertThat(row(page, "nodes", "bob").locator(".c-delay")).containsText("120 ms / 120 ms");
    assertThat(row(page, "nodes", "carol").locator(".c-first")).containsText("0 %");
    assertThat(row(page, "nodes", "dave").locator(".c-branch")).containsText("apart, 62 deep");
    assertThat(row(page, "nodes", "dave").locator(".c-lag")).containsText("27");
    assertThat(row(page, "nodes", "erin").locator(".c-state")).containsText("unreachable");
    assertThat(row(page, "nodes", "carol").locator(".c-line svg")).isVisible();

    Locator matrix = page.locator("table.agree-matrix");
    assertThat(matrix.locator("tbody tr")).hasCount(6);
    Locator alice = matrix.locator("tbody tr").nth(1).locator("td");
    assertThat(alice.nth(0)).containsText("same head");
    assertThat(alice.nth(2)).containsText("same head");
    assertThat(alice.nth(3)).hasText(Pattern.compile("same branch.*±"));
    assertThat(alice.nth(4)).hasText(Pattern.compile("apart.*62"));
    assertThat(alice.nth(4))
        .hasAttribute("title", Pattern.compile("the last common block is that of slot 35"));
    assertThat(alice.nth(5)).containsText("not known");
  }

  @Test
  void showsANodeWithItsLagItsDelaysAndWhatItSaid() {
    Page page = open("/nodes");
    row(page, "nodes", "dave").locator("a.open").click();
    assertThat(page).hasURL(network.url("/node/dave"));
    assertThat(page).hasTitle("dave · Crosscheck");
    assertThat(page.locator("h1")).hasText("dave");
    assertThat(page.locator(".figures")).containsText("27 slots");
    assertThat(page.locator("svg.node-chart").first())
        .hasAttribute("aria-label", Pattern.compile("now 27"));
    assertThat(page.locator("table.heads tbody tr").first()).containsText("slot 70");
    page.navigate(network.url("/node/carol"));
    assertThat(page.locator("svg.delays"))
        .hasAttribute("aria-label", Pattern.compile("median 1.5 s, 95 % within 1.5 s"));
    page.navigate(network.url("/node/nobody"));
    assertThat(page.locator(".note")).containsText("No node has the name 'nobody'");
    BROWSER.excuse(complaint -> complaint.contains("404"));
  }

  @Test
  void letsSomebodyDealWithAnAlert() {
    Page page = open("/alerts?rule=slashable_offence&severity=critical");
    Locator first = page.locator("table.alerts tbody tr").first();
    assertThat(first).containsText("critical");
    String title = first.locator("a.open").textContent();
    first.locator("a.open").click();
    assertThat(page.locator("h1")).hasText(title);
    assertThat(page.locator(".alert-steps li")).hasCount(1);
    assertThat(page.locator(".alert-facts")).containsText("with its operation");
    page.locator("form.acknowledge input[name=by]").fill("Ada");
    page.locator("form.acknowledge input[name=token]").fill("wrong");
    page.locator("form.acknowledge button").click();
    assertThat(page.locator("form.acknowledge .said")).hasText("The token is missing or wrong.");
    BROWSER.excuse(complaint -> complaint.contains("401"));
    page.locator("form.acknowledge input[name=token]").fill(WatchedNetwork.TOKEN);
    page.locator("form.acknowledge button").click();
    assertThat(page.locator(".alert-head .over")).containsText("acknowledged by Ada");
    assertThat(page.locator(".alert-steps li")).hasCount(2);
    assertThat(page.locator("form.acknowledge")).hasCount(0);
    Assertions.assertThat(page.evaluate("sessionStorage.getItem('crosscheck.token')"))
        .isEqualTo(WatchedNetwork.TOKEN);
    page.navigate(network.url("/alerts?state=acknowledged"));
    assertThat(page.locator("table.alerts tbody tr")).hasCount(1);
    assertThat(page.locator("table.alerts tbody tr")).containsText("by Ada");
  }

  @Test
  void tellsEventsInWordsAndLetsTheReaderChoose() throws InterruptedException {
    Page page = open("/events");
    assertThat(page.locator("table.events tbody tr")).hasCount(100);
    page.getByText("Show older").click();
    assertThat(page.locator("table.events tbody tr")).hasCount(200);
    page.locator(".bar-row .chip").getByText("Forks").click();
    assertThat(page).hasURL(network.url("/events?type=fork_created,reorg"));
    int before = network.answer("/events?type=fork_created,reorg&limit=1000").size();
    assertThat(page.locator("table.events tbody tr")).hasCount(before);
    assertThat(page.locator("table.events tbody tr").last())
        .hasText(Pattern.compile("Fork 1 begins with the block of slot \\d+, after slot \\d+"));
    page.evaluate("window.notReloaded = true");
    network.turn("bob");
    assertThat(page.locator("table.events tbody tr")).hasCount(before + 1);
    assertThat(page.locator("table.events tbody tr").first())
        .containsText("The head of bob left its branch, 62 slots deep");
    Assertions.assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    page.navigate(network.url("/reorgs?node=bob"));
    assertThat(page.locator("table.reorgs tbody tr")).hasCount(1);
    assertThat(page.locator("table.reorgs tbody tr")).containsText("slot 35");
    network.say("bob", network.answer("/chain").at("/head/root").asText());
    assertThat(page.locator("table.reorgs tbody tr")).hasCount(2);
  }

  @Test
  void listsOurReorgsAndThoseOfEverybody() {
    Page page = open("/reorgs");
    JsonNode ours = network.answer("/reorgs?whose=ours&limit=500");
    assertThat(page.locator("table.reorgs tbody tr").last()).containsText("ours");
    String left = ours.get(ours.size() - 1).at("/from/root").asText();
    assertThat(page.locator("table.reorgs tbody tr").last())
        .containsText(left.substring(0, 6) + "…" + left.substring(62));
    page.locator("select").selectOption("/reorgs?whose=ours");
    assertThat(page.locator("table.reorgs tbody tr")).hasCount(ours.size());
    Assertions.assertThat(ours).hasSizeGreaterThan(2);
  }

  @Test
  void offersTheEvidenceOfAnOffence() {
    Page page = open("/offences?kind=double_proposal");
    JsonNode all = network.answer("/offences?kind=double_proposal&limit=100");
    assertThat(page.locator("table.offences tbody tr")).hasCount(all.size());
    Locator first = page.locator("table.offences tbody tr").first();
    assertThat(first).containsText("Double proposal");
    var download = page.waitForDownload(() -> first.getByText("SSZ").click());
    Assertions.assertThat(download.suggestedFilename())
        .isEqualTo("offence-" + all.get(0).get("id").asText() + ".ssz");
    Assertions.assertThat(download.path()).hasSize(408);
    String validator = all.get(0).get("validators").get(0).asText();
    page.locator("input[name=validator]").fill(validator);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(network.url("/offences?kind=double_proposal&validator=" + validator));
    assertThat(page.locator("table.offences tbody tr").first().locator(".c-who"))
        .containsText(validator);
  }

  @Test
  void opensWhatIsInTheRowsByTheKeyboard() {
    Page page = open("/nodes");
    assertThat(page.locator("table.nodes tbody tr")).hasCount(5);
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(network.url("/node/bob"));
  }

  @Test
  void fitsAPhone() {
    Page page = BROWSER.open(BrowserPages.Screen.PHONE, ColorScheme.DARK);
    for (Map.Entry<String, String> view :
        Map.of(
                "/nodes", "table.agree-matrix",
                "/node/dave", "table.heads",
                "/alerts", "table.alerts",
                "/alert/1", ".alert-steps",
                "/events", "table.events",
                "/offences", "table.offences",
                "/reorgs", "table.reorgs",
                "/checks", "table.checks")
            .entrySet()) {
      page.navigate(network.url(view.getKey()));
      assertThat(page.locator(view.getValue())).isVisible();
      Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as(view.getKey())
          .isEqualTo(390);
    }
  }

  @Test
  void keepsTextReadableOnAPhone() {
    Page page = BROWSER.open(BrowserPages.Screen.PHONE, ColorScheme.LIGHT);
    page.navigate(network.url("/node/dave"));
    Locator tick = page.locator("svg.node-chart text").first();
    assertThat(tick).isVisible();
    Assertions.assertThat(tick.boundingBox().height).isGreaterThan(9);
    page.navigate(network.url("/offences"));
    assertThat(page.locator("table.offences td.c-can").first()).isVisible();
    Assertions.assertThat(page.locator("table.offences td.c-can").first().innerText())
        .startsWith("can be slashed now: ");
  }
}
