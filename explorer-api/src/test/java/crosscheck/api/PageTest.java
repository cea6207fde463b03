package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import crosscheck.testing.Data;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real browser, over the reference chain invalid-16. */
@Timeout(120)
class PageTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private Explorer explorer;
  private RecordedChain chain;
  private Page page;

  @BeforeEach
  void open() {
    Data.require("chains/invalid-16");
    explorer = Explorer.empty();
    chain =
        new RecordedChain(
            explorer.jdbi(), Explorer.SPEC, "invalid-16", Instant.now().getEpochSecond() - 64 * 6);
    page = BROWSER.open();
  }

  // Before the extension closes the pages: a page whose server goes away complains.
  @AfterEach
  void close() {
    page.context().close();
    explorer.close();
  }

  @Test
  void listsBlocksAsTheyComeWithoutReloading() {
    chain.add(20);
    page.navigate(explorer.url("/blocks"));
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
    page.navigate(explorer.url("/blocks"));
    Locator invalid = page.locator(".chip.invalid");
    PlaywrightAssertions.assertThat(invalid).containsText("74");
    invalid.click();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/blocks?show=invalid"));
    PlaywrightAssertions.assertThat(page.locator(".rows tr:not(.invalid)")).hasCount(0);
    PlaywrightAssertions.assertThat(rows()).hasCount(50);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older blocks")).click();
    PlaywrightAssertions.assertThat(rows()).hasCount(74);

    page.goBack();
    PlaywrightAssertions.assertThat(page.locator(".chip[aria-pressed=true]")).containsText("all");
    page.navigate(explorer.url("/blocks?show=waiting"));
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
    page.navigate(explorer.url("/blocks"));
    page.locator(".rows tr.malformed a.open").first().click();
    PlaywrightAssertions.assertThat(page)
        .hasURL(explorer.url("/block/" + block.get("sha256").asText()));
    PlaywrightAssertions.assertThat(page.locator("h1")).containsText("malformed");
    PlaywrightAssertions.assertThat(page.locator(".sentence")).containsText("ssz_decode");
    PlaywrightAssertions.assertThat(page.locator(".part h2").first()).containsText("Bytes");
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
    page.navigate(explorer.url("/blocks"));
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
    randao.locator(".c-count a").click();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/check/RANDAO_REVEAL"));
    PlaywrightAssertions.assertThat(page.locator("table.failed-blocks tbody tr"))
        .hasCount(Integer.parseInt(failed));
  }

  @Test
  void saysThatNothingCameYet() {
    page.navigate(explorer.url("/blocks"));
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
    BROWSER.excuse(complaint -> complaint.contains("503"));
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
    page.navigate(explorer.url("/blocks"));
    PlaywrightAssertions.assertThat(rows()).hasCount(5);
    PlaywrightAssertions.assertThat(page.locator(".notice")).isHidden();
    // A server that says nothing is as good as none, though the line to it is there.
    page.clock().fastForward(40_000);
    PlaywrightAssertions.assertThat(page.locator(".notice")).containsText("The server is silent");
    PlaywrightAssertions.assertThat(page.locator(".notice time")).hasText("40 s ago");
    PlaywrightAssertions.assertThat(rows()).hasCount(5);
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    chain.addAll();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page small = BROWSER.open(BrowserPages.Screen.PHONE, scheme);
      String invalid = entry("process_attestation", 7).get("root").asText();
      for (String view : List.of("/blocks", "/checks", "/block/" + invalid, "/block/15")) {
        small.navigate(explorer.url(view));
        PlaywrightAssertions.assertThat(small.locator(".rows").first()).isVisible();
        assertThat((Integer) small.evaluate("document.documentElement.scrollWidth"))
            .as(view)
            .isLessThanOrEqualTo(390);
      }
      small.context().close();
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
