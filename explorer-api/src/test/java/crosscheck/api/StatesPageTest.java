package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every view when there is nothing yet, nothing there, nothing to be heard, or only slowly. */
@Timeout(300)
class StatesPageTest {

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

  /** An address of each view that has something to show in {@link WatchedNetwork}. */
  static List<String> views(WatchedNetwork network) {
    return List.of(
        "/",
        "/forks",
        "/blocks",
        "/block/" + network.answer("/chain").at("/head/root").asText(),
        "/slots",
        "/epochs",
        "/epoch/1",
        "/validators",
        "/validator/3",
        "/nodes",
        "/node/dave",
        "/alerts",
        "/alert/1",
        "/events",
        "/offences",
        "/reorgs",
        "/exercises",
        "/checks",
        "/check/RANDAO_REVEAL",
        "/search?q=5",
        "/api");
  }

  @Test
  void saysOfEachViewThatNothingCameYetAndIsNotBrokenByIt() {
    try (IndexedExplorer young = IndexedExplorer.begin("exits-16")) {
      Instant genesis = young.now();
      young.moveTo(genesis.minusSeconds(4242));
      Page page = BROWSER.open();
      for (String path :
          List.of("/", "/forks", "/blocks", "/slots", "/epochs", "/epoch/0", "/validators")) {
        nothingIsBroken(page, young.url(path));
      }
      for (String path :
          List.of("/validator/3", "/nodes", "/alerts", "/events", "/offences", "/reorgs")) {
        nothingIsBroken(page, young.url(path));
      }
      for (String path : List.of("/exercises", "/checks", "/search?q=5", "/api", "/block/head")) {
        nothingIsBroken(page, young.url(path));
      }
      // Nobody delivers the genesis block, but it is in its tree.
      assertThat(page.locator(".related.tree tbody tr")).hasCount(1);
      page.navigate(young.url("/epoch/0"));
      assertThat(page.locator(".explain").first()).containsText("No block of this epoch has come");
      assertThat(page.locator("table.slots tbody tr")).hasCount(8);
      page.navigate(young.url("/validator/3"));
      assertThat(page.locator(".note")).containsText("Its first epoch has not ended yet");
      assertThat(page.locator(".registry")).containsText("32 ETH");
      BROWSER.excuse(complaint -> complaint.contains("404"));
      page.context().close();
    }
  }

  private static void nothingIsBroken(Page page, String url) {
    page.navigate(url);
    assertThat(page.locator("main")).not().isEmpty();
    assertThat(page.locator(".skeleton")).hasCount(0);
    assertThat(page.locator(".note.failed")).hasCount(0);
  }

  @Test
  void countsDownToGenesisWhereverBlocksAreListed() {
    try (IndexedExplorer young = IndexedExplorer.begin("exits-16")) {
      Instant genesis = young.now();
      for (String path : List.of("/", "/forks", "/blocks")) {
        young.moveTo(genesis.minusSeconds(42));
        Page page = BROWSER.open();
        page.navigate(young.url(path));
        assertThat(page.locator(".note"))
            .hasText(Pattern.compile("No block yet\\.Waiting for genesis in 00:[34][0-9]\\."));
        page.context().close();
      }
      Page page = BROWSER.open();
      young.moveTo(genesis.minusSeconds(2));
      page.navigate(young.url("/blocks"));
      // The page's own clock goes on from the server's.
      assertThat(page.locator(".note")).containsText("as soon as a source delivers them");
      page.context().close();
    }
  }

  @Test
  void keepsWhatItHasWhileTheServerIsAwayAndGoesOnByItself() throws InterruptedException {
    // What is told, and when it is told anew, is the same for all views: some of each kind.
    List<String> views = List.of("/", "/forks", "/nodes", "/events");
    List<Page> pages = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    try (Line line = new Line(port(network.url("")))) {
      for (String path : views) {
        Page page = BROWSER.open();
        page.navigate(line.url(path));
        assertThat(page.locator("main h1").first()).isAttached();
        assertThat(page.locator(".skeleton")).hasCount(0);
        page.evaluate("window.notReloaded = true");
        shown.add(page.locator("main h1").first().textContent());
        pages.add(page);
      }
      line.cut();
      for (int i = 0; i < pages.size(); i++) {
        Page page = pages.get(i);
        assertThat(page.locator(".notice"))
            .hasText(
                Pattern.compile(
                    "Out of touch since \\d\\d:\\d\\d:\\d\\d UTC, .* ago\\. The server does not"
                        + " answer\\. .*Try now"));
        assertThat(page.locator("main h1").first()).hasText(shown.get(i));
        assertThat(page.locator(".note.failed")).hasCount(0);
      }
      line.mend(port(network.url("")));
      for (Page page : pages) {
        assertThat(page.locator(".notice")).isHidden();
      }
      network.turn("carol");
      Page events = pages.get(views.indexOf("/events"));
      assertThat(events.locator("table.events")).containsText("The head of carol left its branch");
      for (Page page : pages) {
        Assertions.assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
        page.context().close();
      }
      network.say("carol", network.answer("/chain").at("/head/root").asText());
    }
    BROWSER.excuse(complaint -> complaint.contains("net::ERR_"));
  }

  @Test
  void opensAnotherViewWhenTheServerIsBack() {
    try (Line line = new Line(port(network.url("")))) {
      Page page = BROWSER.open();
      // The views that nobody has opened yet come a little later.
      page.waitForResponse("**/views/slots.js", () -> page.navigate(line.url("/alerts")));
      assertThat(page.locator("table.alerts tbody tr").first()).isVisible();
      line.cut();
      page.locator("nav").getByText("Slots").click();
      assertThat(page.locator(".note.failed")).containsText("The server does not answer.");
      line.mend(port(network.url("")));
      assertThat(page.locator("table.slots tbody tr").first()).isVisible();
      page.context().close();
    }
    BROWSER.excuse(complaint -> complaint.contains("net::ERR_"));
  }

  @Test
  void fetchesAViewThatItCouldNotFetchBefore() {
    try (Line line = new Line(port(network.url("")))) {
      Page page = BROWSER.open();
      page.route("**/views/slots.js", com.microsoft.playwright.Route::abort);
      page.waitForRequest("**/views/slots.js", () -> page.navigate(line.url("/alerts")));
      assertThat(page.locator("table.alerts tbody tr").first()).isVisible();
      line.cut();
      page.unroute("**/views/slots.js");
      page.locator("nav").getByText("Slots").click();
      assertThat(page.locator(".note.failed")).containsText("The server does not answer.");
      line.mend(port(network.url("")));
      assertThat(page.locator("table.slots tbody tr").first()).isVisible();
      page.context().close();
    }
    BROWSER.excuse(complaint -> complaint.contains("net::ERR_"));
  }

  @Test
  void saysThatTheDatabaseIsAwayAndStartsWhenItIsThere() {
    Jdbi nowhere = Jdbi.create("jdbc:postgresql://127.0.0.1:1/none?user=nobody");
    try (Explorer blind = Explorer.over(nowhere, 2);
        Line line = new Line(port(blind.url("")))) {
      Page page = BROWSER.open();
      page.navigate(line.url("/blocks"));
      assertThat(page.locator(".note.failed"))
          .hasText(
              Pattern.compile(
                  "The server cannot answer now\\.The database does not answer.*Try again"));
      assertThat(page.locator(".top nav [aria-current]")).hasText("Blocks");
      line.cut();
      line.mend(port(network.url("")));
      assertThat(page.locator("table.blocks tbody tr").first()).isVisible();

      page.evaluate("window.notReloaded = true");
      line.cut();
      line.mend(port(blind.url("")));
      assertThat(page.locator(".notice")).containsText("The database does not answer");
      line.cut();
      line.mend(port(network.url("")));
      assertThat(page.locator(".notice")).isHidden();
      Assertions.assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
      page.context().close();
    }
    BROWSER.excuse(complaint -> complaint.contains("net::ERR_") || complaint.contains("503"));
  }

  @Test
  void beginsAnewWhenAnotherNetworkIsServedThere() {
    try (IndexedExplorer other = IndexedExplorer.begin("finality-16").deliver(5);
        Line line = new Line(port(network.url("")))) {
      Page page = BROWSER.open();
      page.navigate(line.url("/blocks"));
      assertThat(page.locator("table.blocks tbody tr").first()).isVisible();
      line.cut();
      line.mend(port(other.url("")));
      assertThat(page.locator("table.blocks tbody tr")).hasCount(5);
      other.deliver(2);
      assertThat(page.locator("table.blocks tbody tr")).hasCount(7);
      page.context().close();
    }
    BROWSER.excuse(complaint -> complaint.contains("net::ERR_"));
  }

  /** Answers come one by one, the last asked for first. */
  private static final String SLOWLY =
      """
      const real = window.fetch;
      const held = [];
      window.fetch = async (...asked) => {
        await new Promise((release) => held.push(release));
        return real(...asked);
      };
      setInterval(() => held.pop()?.(), 120);
      window.shifted = 0;
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          window.shifted += entry.value;
          window.shifts.push(...entry.sources.map(({ node }) => node?.className ?? node?.nodeName));
        }
      }).observe({ type: "layout-shift", buffered: true });
      window.notes = [];
      new MutationObserver(() => {
        for (const note of document.querySelectorAll(".note")) window.notes.push(note.innerText);
      }).observe(document, { childList: true, subtree: true });
      """;

  @Test
  void doesNotJumpNorSayThatNothingIsThereWhileAnswersAreSlow() {
    for (BrowserPages.Screen screen : BrowserPages.Screen.values()) {
      boolean phone = screen == BrowserPages.Screen.PHONE;
      List<String> onAPhone = new ArrayList<>(views(network));
      // As those beside them.
      onAPhone.removeAll(
          List.of(
              "/slots", "/epoch/1", "/alert/1", "/offences", "/reorgs", "/checks", "/search?q=5"));
      for (String path : phone ? onAPhone : List.of("/", "/forks", "/nodes", "/node/dave")) {
        Page page = BROWSER.open(screen, ColorScheme.LIGHT);
        page.addInitScript(SLOWLY);
        page.navigate(network.url(path));
        assertThat(page.locator("main h1").first()).isAttached();
        assertThat(page.locator(".skeleton")).hasCount(0);
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
        String where = screen + " " + path + ": " + page.evaluate("window.shifts.join(', ')");
        Assertions.assertThat(((Number) page.evaluate("window.shifted")).doubleValue())
            .as(where)
            .isLessThan(0.05);
        if (!List.of("/exercises", "/check/RANDAO_REVEAL").contains(path)) {
          Assertions.assertThat(page.evaluate("window.notes.join()")).as(where).isEqualTo("");
        }
        page.context().close();
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAnAddressAndLeadsBack() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("/block/0x" + "12".repeat(32), "No such block here");
    wrong.put("/block/nonsense", "This is not the name of a block");
    wrong.put("/slots?fork=999", "There is no fork 999");
    wrong.put("/slots?fork=x", "must be the number of a fork");
    wrong.put("/epochs?fork=999", "There is no fork 999");
    wrong.put("/blocks?fork=x", "must be the number of a fork");
    wrong.put("/epoch/4x", "This is not the number of an epoch");
    wrong.put("/epoch/99999", "This epoch has not come yet");
    wrong.put("/validator/999", "No such validator yet");
    wrong.put("/validator/x", "This is not the index of a validator");
    wrong.put("/node/nobody", "No node has the name 'nobody'");
    wrong.put("/alert/9999", "There is no alert 9999");
    wrong.put("/alert/x", "must be a decimal number");
    wrong.put("/alerts?state=nope", "got 'nope'");
    wrong.put("/events?type=nope", "got 'nope'");
    wrong.put("/offences?validator=x", "must be the index of a validator");
    wrong.put("/exercise/99", "There is no such exercise");
    wrong.put("/check/NOPE", "no check of the name 'NOPE'");
    Page page = BROWSER.open(BrowserPages.Screen.PHONE, ColorScheme.DARK);
    wrong.forEach(
        (path, said) -> {
          page.navigate(network.url(path));
          Locator note = page.locator(".note").first();
          assertThat(note).containsText(said);
          assertThat(note.locator("a")).not().hasCount(0);
          assertThat(note.getByText("Try again")).hasCount(0);
          Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth"))
              .as(path)
              .isEqualTo(390);
        });
    page.navigate(network.url("/alerts?state=nope"));
    page.locator(".note a").click();
    assertThat(page).hasURL(network.url("/alerts"));
    page.navigate(network.url("/forks?fork=999"));
    assertThat(page.locator(".detail")).containsText("There is no fork 999");
    JsonNode head = network.answer("/chain").get("head");
    page.navigate(network.url("/forks?at=99999"));
    assertThat(page.locator(".sum")).containsText("head " + head.get("slot").asText());
    assertThat(page.locator(".when")).hasText("as it is now");
    BROWSER.excuse(complaint -> complaint.contains("404") || complaint.contains("400"));
  }

  @Test
  void narrowsTheListOfBlocksToWhatALinkNames() {
    JsonNode apart = network.answer("/nodes/dave");
    String fork = apart.get("fork_id").asText();
    int on = network.answer("/blocks?fork=" + fork + "&limit=500").size();
    Page page = BROWSER.open();
    page.navigate(network.url("/blocks?fork=" + fork));
    assertThat(page.locator("table.blocks tbody tr")).hasCount(on);
    assertThat(page.locator(".filtered")).hasText("on fork " + fork + " ✕");
    page.locator(".filtered .clear").click();
    assertThat(page).hasURL(network.url("/blocks"));
    assertThat(page.locator("table.blocks tbody tr")).hasCount(50);
    page.navigate(network.url("/blocks?node=dave&proposer=3"));
    assertThat(page.locator(".filtered")).hasCount(2);
    assertThat(page.locator("table.blocks tbody tr"))
        .hasCount(network.answer("/blocks?node=dave&proposer=3&limit=50").size());
  }

  private static int port(String url) {
    return java.net.URI.create(url).getPort();
  }
}
