package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The views of blocks, slots, epochs and validators in a real browser. */
@Timeout(180)
class ChainViewsTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static IndexedExplorer explorer;

  @BeforeAll
  static void judge() {
    explorer = IndexedExplorer.of("invalid-16");
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void showsWhatABlockChangedInTheState() {
    JsonNode entry = explorer.entries("valid").get(16);
    JsonNode changes = explorer.data("/blocks/" + entry.get("root").asText() + "/changes");
    Page page = BROWSER.open();
    page.navigate(explorer.url("/block/" + entry.get("root").asText()));
    Locator section = page.locator(".changes");
    Locator field = section.locator("details").first();
    String path = changes.at("/block/changes/0/path").asText();
    assertThat(field.locator("summary")).containsText(path.split("[.\\[]")[0]);
    assertThat(section).containsText("By the block" + changes.at("/block/changes").size());
    assertThat(section.locator("h3").nth(1))
        .containsText("and the end of 1 epoch" + changes.at("/slots/changes").size());
    Locator balances = section.locator("details[data-key='slots balances']");
    balances.locator("summary").click();
    assertThat(balances.locator("tbody tr").first()).containsText("balances[0]");
  }

  /** As if the server told no more than three at first. */
  @Test
  void saysThatThereAreMoreChangesAndShowsThem() {
    String root = explorer.entries("valid").get(16).get("root").asText();
    JsonNode changes = explorer.data("/blocks/" + root + "/changes");
    Page page = BROWSER.open();
    page.route(
        "**/changes?limit=500",
        route ->
            route.resume(
                new Route.ResumeOptions()
                    .setUrl(route.request().url().replace("limit=500", "limit=3"))));
    page.navigate(explorer.url("/block/" + root));
    Locator heads = page.locator(".changes h3");
    assertThat(heads.nth(0)).hasText("By the block3+");
    assertThat(page.locator(".changes")).containsText("The first 3 are shown; there are more.");
    page.locator(".changes").getByText("Show up to 5,000").first().click();
    assertThat(heads.nth(0)).hasText("By the block" + changes.at("/block/changes").size());
    assertThat(heads.nth(1)).containsText("epoch" + changes.at("/slots/changes").size());
    assertThat(page.locator(".changes").getByText("Show up to")).hasCount(0);
  }

  /** Lanes go on from row to row. */
  @Test
  void drawsTheTreeAroundABlockOnAPhone() {
    JsonNode failed = explorer.data("/blocks?check=STATE_ROOT&limit=1").get(0);
    Page page = BROWSER.open(BrowserPages.Screen.PHONE, ColorScheme.LIGHT);
    page.navigate(explorer.url("/block/" + failed.get("hash").asText()));
    assertThat(page.locator("tr.this")).isVisible();
    Locator rows = page.locator(".related.tree tbody tr");
    Assertions.assertThat(rows.count()).isGreaterThan(3);
    double end = rows.first().boundingBox().y;
    for (Locator row : rows.all()) {
      BoundingBox lanes = row.locator("svg.lanes").boundingBox();
      Assertions.assertThat(lanes.y).isCloseTo(end, Assertions.within(0.6));
      Assertions.assertThat(lanes.x + lanes.width)
          .isLessThanOrEqualTo(row.locator(".c-verdict").boundingBox().x);
      end = lanes.y + lanes.height;
    }
    assertThat(page.locator("tr.this .relation")).isVisible();
    assertThat(page.locator("tr.this .c-reason")).isVisible();
    Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
  }

  @Test
  void setsOurStateRootBesideAWrongOne() {
    JsonNode failed = explorer.data("/blocks?check=STATE_ROOT&limit=1").get(0);
    Page page = BROWSER.open();
    page.navigate(explorer.url("/block/" + failed.get("hash").asText()));
    assertThat(page.locator(".verdict-line")).containsText("invalid");
    assertThat(page.locator(".changes .values"))
        .containsText(failed.at("/failure/expected").asText());
    assertThat(page.locator(".changes .values"))
        .containsText(failed.at("/failure/actual").asText());
  }

  @Test
  void opensTheOperationAtFaultAndNamesItsCommittee() {
    JsonNode failed = explorer.data("/blocks?check=ATTESTATION_CROSSLINK_PARENT&limit=1").get(0);
    JsonNode duty =
        explorer
            .data("/blocks/" + failed.get("hash").asText() + "/attestations")
            .get(0)
            .get("duty");
    Page page = BROWSER.open();
    page.navigate(explorer.url("/block/" + failed.get("hash").asText()));
    Locator row = page.locator("tr.at-fault");
    assertThat(row).containsText(duty.get("slot").asText());
    assertThat(row.locator(".bits i")).hasCount(duty.get("committee").size());
    assertThat(page.locator("tr.fields:visible")).containsText("data.crosslink.parent_root");
    assertThat(page.locator(".changes")).containsText("a check refuses the block before it could");
    assertThat(page.locator("tr.this")).containsText("this block");
  }

  @Test
  void namesWhoElseRefusesASignature() {
    JsonNode failed = explorer.data("/blocks?check=RANDAO_REVEAL&limit=1").get(0);
    JsonNode detail = explorer.data("/blocks/" + failed.get("hash").asText()).get(0);
    Page page = BROWSER.open();
    page.navigate(explorer.url("/block/" + failed.get("hash").asText()));
    Locator judged = page.locator(".verdict-line .judged");
    for (JsonNode witness : detail.get("confirmed_by")) {
      assertThat(judged).containsText(witness.asText());
    }
    Assertions.assertThat(detail.get("confirmed_by")).isNotEmpty();
    page.navigate(explorer.url("/check/RANDAO_REVEAL"));
    assertThat(page.locator("table.failed-blocks td.c-value").nth(1))
        .hasText(Pattern.compile("got 0x[0-9a-f]{4}…[0-9a-f]{4}"));
  }

  @Test
  void handsOutTheEvidence() throws Exception {
    JsonNode entry = explorer.entries("valid").get(20);
    Page page = BROWSER.open();
    page.navigate(explorer.url("/block/" + entry.get("root").asText()));
    Download download = page.waitForDownload(() -> page.getByText("Evidence").click());
    Assertions.assertThat(download.path().toFile().length()).isPositive();
  }

  @Test
  void followsSlotsAndChildrenAsTheyCome() {
    try (IndexedExplorer growing = IndexedExplorer.begin("invalid-16").deliver(20)) {
      Page page = BROWSER.open();
      page.navigate(growing.url("/slots"));
      Locator rows = page.locator("table.slots tbody tr");
      String head = growing.data("/chain").at("/head/slot").asText();
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("block")).first())
          .containsText(head);
      assertThat(page.locator(".next-proposers")).containsText("Next epoch, a forecast");
      Page block = BROWSER.open();
      block.navigate(growing.url("/block/" + growing.data("/chain").at("/head/root").asText()));
      assertThat(block.locator("tr.this")).isVisible();
      Locator child = block.locator(".tree tr.valid .relation").getByText("child");
      assertThat(child).hasCount(0);

      growing.deliver(30);
      String later = growing.data("/chain").at("/head/slot").asText();
      Assertions.assertThat(later).isNotEqualTo(head);
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("block")).first())
          .containsText(later);
      assertThat(child.first()).isVisible();
    }
  }

  @Test
  void drawsParticipationAndTellsItsValuesByKeys() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/epochs"));
    JsonNode epochs = explorer.data("/epochs?limit=64");
    assertThat(page.locator("table.epochs tbody tr")).hasCount(epochs.size());
    Locator chart = page.locator("figure.chart").first();
    assertThat(chart.locator("path.line")).hasCount(6);
    assertThat(chart.locator("svg.plot"))
        .hasAttribute("aria-label", Pattern.compile("^Participation\\. Epoch 0 to "));
    assertThat(chart.locator(".tick").getByText("epoch")).isVisible();
    chart.locator("svg.plot").focus();
    page.keyboard().press("Home");
    assertThat(chart.locator(".readout")).containsText("Epoch 0");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(explorer.url("/epoch/0"));
    assertThat(page.locator("table.committees tbody tr")).hasCount(8);
    assertThat(page.locator("table.slots tbody tr")).hasCount(8);
  }

  @Test
  void leadsFromAnEpochToItsValidatorAndItsVotes() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/epoch/2"));
    page.locator("table.committees .members a").first().click();
    assertThat(page).hasURL(Pattern.compile("/validator/\\d+$"));
    String index = page.url().replaceAll(".*/", "");
    JsonNode attested = explorer.data("/validators/" + index + "/attestations?limit=64");
    assertThat(page.locator("table.duties tbody tr")).hasCount(attested.size());
    assertThat(page.locator("table.duties tbody tr").first())
        .containsText(attested.get(0).get("slot").asText());
    assertThat(page.locator("figure.chart")).hasCount(2);
    page.keyboard().press("j");
    assertThat(page.locator("table.slots tbody a.open, table.duties a.open").first()).isFocused();
  }

  @Test
  void listsValidatorsWithTheirLastDuty() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/validators"));
    JsonNode validators = explorer.data("/validators");
    Locator rows = page.locator("table.validators tbody tr");
    assertThat(rows).hasCount(validators.size());
    assertThat(rows.first()).containsText("active");
    rows.first().locator("a.open").click();
    assertThat(page.locator("h1")).hasText("Validator 0");
    JsonNode registered = explorer.data("/validators/0/registered");
    String key = registered.get("pubkey").asText();
    assertThat(page.locator(".facts").getByTitle(key)).isVisible();
    assertThat(page.locator(".facts")).containsText("Effective balance32 ETH");
    assertThat(page.locator(".facts")).containsText("Exitsnever");
  }

  @Test
  void saysWhatIsNotThere() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/epoch/99999"));
    assertThat(page.locator(".note")).containsText("This epoch has not come yet.");
    page.navigate(explorer.url("/epoch/x"));
    assertThat(page.locator(".note")).containsText("not the number of an epoch");
    page.navigate(explorer.url("/validator/x"));
    assertThat(page.locator(".note")).containsText("not the index of a validator");
    AtomicInteger complaints = new AtomicInteger();
    page.onConsoleMessage(message -> complaints.incrementAndGet());
    page.navigate(explorer.url("/validator/9999"));
    assertThat(page.locator(".note")).containsText("No such validator yet.");
    // The browser complains of each address that the view asks, and not at once.
    page.waitForCondition(() -> complaints.get() == 3);
    BROWSER.excuse(complaint -> complaint.contains("404"));
  }

  @Test
  void keepsEveryViewWithinAPhone() {
    String block = explorer.entries("valid").get(16).get("root").asText();
    for (String path :
        List.of(
            "/slots", "/epochs", "/epoch/2", "/validators", "/validator/3", "/block/" + block)) {
      Page page = BROWSER.open(BrowserPages.Screen.PHONE, ColorScheme.DARK);
      page.navigate(explorer.url(path));
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator(".skeleton")).hasCount(0);
      Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as(path)
          .isLessThanOrEqualTo(390);
      if (path.startsWith("/block/")) {
        // One line, and one more for a reason.
        Assertions.assertThat(page.locator(".related tr.this").boundingBox().height).isLessThan(64);
      }
    }
  }
}
