package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first page, and the search that is on every page, over exits-16 and offences-24. */
@Timeout(120)
class NowPageTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static IndexedExplorer offences;

  @BeforeAll
  static void judge() {
    offences = IndexedExplorer.begin("offences-24").deliver(90);
    offences.report("Artemis-1", offences.entries().get(88));
  }

  @AfterAll
  static void close() {
    offences.close();
  }

  @Test
  void countsDownToGenesisAndThenShowsBlocksAsTheyCome() {
    try (IndexedExplorer young = IndexedExplorer.begin("exits-16")) {
      long genesis = young.now().getEpochSecond();
      young.moveTo(young.now().minusSeconds(42));
      Page page = BROWSER.open();
      page.navigate(young.url("/"));
      assertThat(page.locator(".of-blocks .note"))
          .hasText(Pattern.compile("No block yet\\.Waiting for genesis in 00:[34][0-9]\\."));
      assertThat(page.locator(".cell.clock")).containsText("Genesis in");
      page.evaluate("window.notReloaded = true");
      young.moveTo(java.time.Instant.ofEpochSecond(genesis));
      young.deliver(3);
      assertThat(page.locator(".of-blocks .rows tr")).hasCount(3);
      assertThat(page.locator(".cell").nth(1).locator(".value"))
          .hasText(young.data("/chain").at("/head/slot").asText());
      Assertions.assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
      page.context().close();
    }
  }

  @Test
  void showsWhereTheChainAndTheNodesStandAndWhatIsWrong() {
    Page page = BROWSER.open();
    page.navigate(offences.url("/"));
    JsonNode chain = offences.data("/chain");
    assertThat(page.locator(".finalized .mark")).hasText(chain.at("/finalized/epoch").asText());
    assertThat(page.locator(".of-blocks .rows tr").first().locator(".c-slot"))
        .hasText(offences.data("/blocks?limit=1").at("/0/slot").asText());
    Locator node = page.locator(".of-nodes tr", new Page.LocatorOptions().setHasText("Artemis-1"));
    assertThat(node).containsText("fork");
    // Alerts are made after the verdicts, by a thread of their own.
    assertThat(page.locator(".of-alerts li").first()).containsText("critical");
    assertThat(page.locator(".of-events li a[href^='/alert/']").first()).containsText("Validator");
    assertThat(page.locator(".cell").nth(4)).containsText("%");
  }

  @Test
  void findsWhileOneTypesByKeyboardAlone() {
    Page page = BROWSER.open();
    page.navigate(offences.url("/checks"));
    String root = offences.entries().get(30).get("root").asText();
    assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
    page.keyboard().press("/");
    Locator field = page.getByRole(AriaRole.COMBOBOX);
    assertThat(field).isFocused();
    page.keyboard().type(root.substring(2, 12));
    Locator option = page.getByRole(AriaRole.OPTION).first();
    assertThat(option).containsText("block");
    assertThat(field).hasAttribute("aria-expanded", "true");
    page.keyboard().press("ArrowDown");
    assertThat(option).hasAttribute("aria-selected", "true");
    assertThat(field).hasAttribute("aria-activedescendant", "found-0");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(offences.url("/block/" + root));

    page.keyboard().press("/");
    page.keyboard().type("no such thing");
    assertThat(page.getByRole(AriaRole.LISTBOX)).containsText("Nothing begins with");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.LISTBOX)).isHidden();
  }

  @Test
  void listsWhatItFoundAtAnAddress() {
    Page page = BROWSER.open();
    page.navigate(offences.url("/search?q=5"));
    assertThat(page.locator(".results tr").first()).containsText("slot");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/(block|slot)/5$"));
    page.navigate(offences.url("/search?q=nothing-like-that"));
    assertThat(page.locator(".note")).containsText("Nothing like that");
  }

  /** The stream begins after what the page knows: its opening is no reason to ask again. */
  @Test
  void asksForEachThingOnceWhenItStarts() {
    Page page = BROWSER.open();
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> asked.add(request.url().replaceFirst(".*/api/v1", "")));
    page.clock().install();
    page.navigate(offences.url("/"));
    assertThat(page.locator(".of-events li")).hasCount(10);
    assertThat(page.locator(".of-nodes tbody tr").first()).isVisible();
    // Another stream opens after the page's own.
    page.evaluate(
        "new Promise((done) => { const other = new EventSource('/api/v1/events/stream');"
            + " other.onopen = () => { other.close(); done(); }; })");
    page.clock().runFor(1000);
    Assertions.assertThat(asked)
        .contains("/events/stream?after=" + offences.data("/network").get("last_event_id").asText())
        .filteredOn(path -> path.matches("/(chain|blocks|epochs|alerts|events)\\b.*"))
        .filteredOn(path -> !path.startsWith("/events/stream"))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  /** Counted as the browser counts: what came over the wire, headers and all. */
  @Test
  void needsLittleToShowTheFirstPage() {
    Page page = BROWSER.open();
    // Asked for their sizes later: a listener must not ask the browser anything.
    List<Request> finished = new ArrayList<>();
    page.onRequestFinished(finished::add);
    page.navigate(offences.url("/"));
    assertThat(page.locator(".of-blocks .rows tr").first()).isVisible();
    assertThat(page.locator(".of-nodes table")).isVisible();
    long bytes = 0;
    for (Request request : List.copyOf(finished)) {
      bytes += request.sizes().responseBodySize + request.sizes().responseHeadersSize;
    }
    Assertions.assertThat(bytes).isPositive().isLessThan(300_000);
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = BROWSER.open(BrowserPages.Screen.PHONE, scheme);
      page.navigate(offences.url("/"));
      assertThat(page.locator(".of-blocks .rows tr").first()).isVisible();
      Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(390);
    }
  }
}
