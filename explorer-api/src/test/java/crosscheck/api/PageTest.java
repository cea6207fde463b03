package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import crosscheck.testing.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page in a real browser, over the reference chain invalid-16. Chromium is looked for at {@code
 * CROSSCHECK_CHROMIUM} and the usual places; where there is none the tests are skipped and say so.
 */
@Timeout(120)
class PageTest {

  private static Playwright playwright;
  private static Browser browser;

  private Explorer explorer;
  private RecordedChain chain;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void launch() {
    Data.require("chains/invalid-16");
    Path chromium = chromium().orElseGet(PageTest::skip);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox")));
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  private static Optional<Path> chromium() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CROSSCHECK_CHROMIUM")).orElse(""),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path skip() {
    String message =
        "SKIPPED: the tests of the page need Chromium. Install it (apt-get install chromium), or"
            + " name its executable with CROSSCHECK_CHROMIUM=/path/to/chromium";
    System.err.println(message);
    return Assumptions.abort(message);
  }

  @AfterAll
  static void quit() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void open() {
    explorer = Explorer.empty();
    chain =
        new RecordedChain(
            explorer.jdbi(), Explorer.SPEC, "invalid-16", Instant.now().getEpochSecond() - 64 * 6);
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
    page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
      explorer.close();
      assertThat(complaints).as("what the browser complained about").isEmpty();
    }
  }

  @Test
  void listsBlocksAsTheyComeWithoutReloading() {
    chain.add(20);
    page.navigate(explorer.url("/"));
    PlaywrightAssertions.assertThat(rows()).hasCount(20);
    PlaywrightAssertions.assertThat(rows().first()).containsText(word(chain.entries().get(19)));
    page.evaluate("window.notReloaded = true");

    chain.add(5);
    PlaywrightAssertions.assertThat(rows()).hasCount(25);
    for (int i = 0; i < 25; i++) {
      JsonNode entry = chain.entries().get(24 - i);
      PlaywrightAssertions.assertThat(rows().nth(i).locator(".c-verdict")).hasText(word(entry));
    }
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
  }

  @Test
  void showsHeadAndFinalityAndKeepsThemCurrent() {
    chain.add(40);
    page.navigate(explorer.url("/"));
    PlaywrightAssertions.assertThat(page.locator(".strip .cell").nth(1).locator(".value"))
        .hasText(explorer.data("/chain").at("/head/slot").asText());
    chain.addAll();
    JsonNode end = explorer.data("/chain");
    PlaywrightAssertions.assertThat(page.locator(".strip .cell").nth(1).locator(".value"))
        .hasText(end.at("/head/slot").asText());
    PlaywrightAssertions.assertThat(page.locator(".strip .justified .mark"))
        .hasText(end.at("/justified/epoch").asText());
    PlaywrightAssertions.assertThat(page.locator(".strip .finalized .mark"))
        .hasText(end.at("/finalized/epoch").asText());
  }

  @Test
  void filtersByVerdictInTheAddress() {
    chain.addAll();
    page.navigate(explorer.url("/"));
    Locator invalid = page.locator(".chip.invalid");
    PlaywrightAssertions.assertThat(invalid).containsText("74");
    invalid.click();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/?show=invalid"));
    PlaywrightAssertions.assertThat(page.locator(".rows tr:not(.invalid)")).hasCount(0);
    PlaywrightAssertions.assertThat(rows()).hasCount(50);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older blocks")).click();
    PlaywrightAssertions.assertThat(rows()).hasCount(74);

    page.goBack();
    PlaywrightAssertions.assertThat(page.locator(".chip[aria-pressed=true]")).containsText("all");
    page.navigate(explorer.url("/?show=waiting"));
    PlaywrightAssertions.assertThat(rows()).hasCount(4);
  }

  @Test
  void saysOfAnInvalidBlockWhyAndMarksTheOperationAtFault() {
    chain.addAll();
    JsonNode entry = entry("process_attestation", 7);
    page.navigate(explorer.url("/block/" + entry.get("root").asText()));
    Locator verdict = page.locator(".verdict-line");
    PlaywrightAssertions.assertThat(verdict.locator("h1")).containsText("invalid");
    PlaywrightAssertions.assertThat(verdict.locator(".sentence"))
        .containsText("process_attestation: the crosslink's parent is not the shard's latest");
    PlaywrightAssertions.assertThat(verdict).containsText("assertion 7 of process_attestation");
    Locator fault = page.locator("tr.at-fault");
    PlaywrightAssertions.assertThat(fault).hasCount(1);
    PlaywrightAssertions.assertThat(page.locator("tr.at-fault + .fields")).isVisible();
    PlaywrightAssertions.assertThat(page.locator("tr:not(.at-fault) + .fields").first()).isHidden();

    verdict.getByText("ATTESTATION_CROSSLINK_PARENT").click();
    PlaywrightAssertions.assertThat(page.locator("#ATTESTATION_CROSSLINK_PARENT")).isInViewport();
  }

  @Test
  void showsTheBytesOfWhatIsNoBlock() {
    chain.addAll();
    JsonNode block = explorer.data("/blocks?verdict=malformed&limit=1").get(0);
    page.navigate(explorer.url("/"));
    page.locator(".rows tr.malformed a.open").first().click();
    PlaywrightAssertions.assertThat(page)
        .hasURL(explorer.url("/block/" + block.get("sha256").asText()));
    PlaywrightAssertions.assertThat(page.locator("h1")).containsText("malformed");
    PlaywrightAssertions.assertThat(page.locator(".sentence")).containsText("ssz_decode");
    PlaywrightAssertions.assertThat(page.locator(".part h2")).containsText("Bytes");
    page.navigate(explorer.url("/block/0x" + malformed(1016).get("sha256").asText()));
    PlaywrightAssertions.assertThat(page.locator(".hex")).containsText("0003f0");
  }

  @Test
  void showsCopiesWithAnotherSignature() {
    chain.addAll();
    JsonNode copied =
        StreamSupport.stream(explorer.data("/blocks?limit=500").spliterator(), false)
            .filter(block -> block.get("copies").asInt() > 1)
            .findFirst()
            .orElseThrow();
    page.navigate(explorer.url("/block/" + copied.get("root").asText()));
    PlaywrightAssertions.assertThat(page.locator("h1")).containsText("valid");
    page.locator(".related tr.invalid", new Page.LocatorOptions().setHasText("copy"))
        .locator("a.open")
        .click();
    PlaywrightAssertions.assertThat(page.locator(".sentence")).containsText("process_block_header");
  }

  @Test
  void worksByKeyboard() {
    chain.addAll();
    page.navigate(explorer.url("/"));
    PlaywrightAssertions.assertThat(rows()).hasCount(50);
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("k");
    String second = explorer.data("/blocks?limit=2").get(1).get("root").asText();
    page.keyboard().press("Enter");
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/block/" + second));
    page.keyboard().press("/");
    page.keyboard().type("15");
    page.keyboard().press("Enter");
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/block/15"));
    PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Slot 15");
    page.goBack();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/block/" + second));
  }

  @Test
  void listsTheChecksWithTheirCounts() {
    chain.addAll();
    page.navigate(explorer.url("/checks"));
    Locator randao = page.locator("#RANDAO_REVEAL");
    String failed =
        StreamSupport.stream(explorer.data("/checks").spliterator(), false)
            .filter(check -> check.get("id").asText().equals("RANDAO_REVEAL"))
            .findFirst()
            .orElseThrow()
            .get("failed")
            .asText();
    PlaywrightAssertions.assertThat(randao.locator(".c-count")).hasText(failed);
    randao.locator("a").click();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/?check=RANDAO_REVEAL"));
    PlaywrightAssertions.assertThat(rows()).hasCount(Integer.parseInt(failed));
  }

  @Test
  void saysThatNothingCameYet() {
    page.navigate(explorer.url("/"));
    PlaywrightAssertions.assertThat(page.locator(".note.empty")).containsText("No block yet");
    chain.add(1);
    PlaywrightAssertions.assertThat(rows()).hasCount(1);
  }

  @Test
  void saysWhatFailedAndTriesAgain() {
    chain.add(5);
    page.route("**/api/v1/checks", route -> route.fulfill(broken()));
    page.navigate(explorer.url("/checks"));
    PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("The database does not answer");
    page.unroute("**/api/v1/checks");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
    PlaywrightAssertions.assertThat(page.locator("#RANDAO_REVEAL")).isVisible();
    // The browser reports the answer 503 by itself.
    complaints.removeIf(complaint -> complaint.contains("503"));
  }

  private static com.microsoft.playwright.Route.FulfillOptions broken() {
    return new com.microsoft.playwright.Route.FulfillOptions()
        .setStatus(503)
        .setContentType("application/json")
        .setBody("{\"code\": 503, \"message\": \"The database does not answer. Try again.\"}");
  }

  @Test
  void saysWhenItIsStale() {
    chain.add(5);
    page.clock().install();
    page.navigate(explorer.url("/"));
    PlaywrightAssertions.assertThat(rows()).hasCount(5);
    PlaywrightAssertions.assertThat(page.locator(".notice")).isHidden();
    page.route("**/events/stream", com.microsoft.playwright.Route::abort);
    page.clock().fastForward(40_000);
    PlaywrightAssertions.assertThat(page.locator(".notice")).containsText("Not updated for");
    complaints.removeIf(complaint -> complaint.contains("ERR_FAILED"));
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    chain.addAll();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (BrowserContext phone =
          browser.newContext(
              new Browser.NewContextOptions().setViewportSize(390, 844).setColorScheme(scheme))) {
        Page small = phone.newPage();
        String invalid = entry("process_attestation", 7).get("root").asText();
        for (String view : List.of("/", "/checks", "/block/" + invalid, "/block/15")) {
          small.navigate(explorer.url(view));
          PlaywrightAssertions.assertThat(small.locator(".rows").first()).isVisible();
          assertThat((Integer) small.evaluate("document.documentElement.scrollWidth"))
              .as(view)
              .isLessThanOrEqualTo(390);
        }
      }
    }
  }

  private JsonNode malformed(int size) {
    return StreamSupport.stream(chain.entries().spliterator(), false)
        .filter(entry -> entry.get("verdict").asText().equals("malformed"))
        .filter(entry -> entry.get("bytes").asInt() == size)
        .findFirst()
        .orElseThrow();
  }

  private Locator rows() {
    return page.locator(".blocks .rows tr");
  }

  private JsonNode entry(String function, int assertion) {
    return StreamSupport.stream(chain.entries().spliterator(), false)
        .filter(entry -> entry.at("/failure/function").asText().equals(function))
        .filter(entry -> entry.at("/failure/assertion").asInt() == assertion)
        .findFirst()
        .orElseThrow();
  }

  private static String word(JsonNode entry) {
    return entry.get("verdict").asText().replace("_", " ");
  }
}
