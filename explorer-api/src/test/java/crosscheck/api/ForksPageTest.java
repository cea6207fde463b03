package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tree of blocks, drawn in a real browser from what the indexer found. */
@Timeout(120)
class ForksPageTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static IndexedExplorer forks;
  private static IndexedExplorer invalid;

  @BeforeAll
  static void judge() {
    forks = IndexedExplorer.of("forks-16");
    invalid = IndexedExplorer.begin("invalid-16").deliver(60);
    JsonNode head = forks.entries().get(forks.entries().size() - 1);
    forks.report("quick", head);
    forks.report("slow", forks.entries().get(60));
  }

  @AfterAll
  static void close() {
    forks.close();
    invalid.close();
  }

  /** A block with a child leaves a branch for every further child. */
  @Test
  void drawsABranchForEveryFurtherChildThatTheChainHas() {
    Map<String, Set<String>> children = new HashMap<>();
    for (JsonNode entry : forks.entries()) {
      children
          .computeIfAbsent(entry.get("parent_root").asText(), root -> new HashSet<>())
          .add(entry.get("root").asText());
    }
    int further = children.values().stream().mapToInt(roots -> roots.size() - 1).sum();
    Page page = openForks(forks, "/forks");
    assertThat(page.locator(".sum")).not().containsText(further + " other branches in sight");
    page.getByText("Whole").click();
    assertThat(page.locator(".branch:not(.main)")).hasCount(further);
    assertThat(page.locator(".sum")).containsText(further + " other branches in sight");
    assertThat(page.locator(".tree .head-word")).hasText("head");
    JsonNode chain = forks.data("/chain");
    assertThat(page.locator(".sum")).containsText("head " + chain.at("/head/slot").asText());
    assertThat(page.locator(".sum"))
        .containsText("finalized epoch " + chain.at("/finalized/epoch").asText());
  }

  @Test
  void flagsTheHeadsOfNodesAndThoseThatLag() {
    Page page = openForks(forks, "/forks");
    assertThat(page.locator(".flag").filter(withText("quick")))
        .not()
        .hasClass(Pattern.compile("lagging"));
    assertThat(page.locator(".flag").filter(withText("slow"))).hasClass(Pattern.compile("lagging"));
  }

  @Test
  void namesWhyABlockIsInvalidWhereItHangs() {
    JsonNode failed = invalid.data("/blocks?verdict=invalid&limit=1").get(0);
    Page page = openForks(invalid, "/forks");
    Locator why = page.locator(".why[data-block='" + failed.get("input_id").asText() + "']");
    String check = failed.at("/failure/check").asText();
    assertThat(why).containsText(check.substring(0, Math.min(20, check.length())));
    why.hover();
    assertThat(page.locator(".detail .verdict")).hasText("invalid");
    assertThat(page.locator(".detail")).containsText(failed.at("/failure/message").asText());
    why.click();
    assertThat(page).hasURL(Pattern.compile("/block/0x"));
    assertThat(page.locator(".verdict-line")).containsText(check);
  }

  @Test
  void keepsTheNumbersOfEpochsInSightInATallTree() {
    Page page = openForks(invalid, "/forks");
    double stage = page.locator(".stage").boundingBox().y;
    Object top =
        page.locator(".stage").evaluate("stage => (stage.scrollTop = 40, stage.scrollTop)");
    Assertions.assertThat(top).isEqualTo(40);
    assertThat(page.locator(".epoch-names")).hasAttribute("transform", "translate(0 40)");
    Assertions.assertThat(page.locator(".epoch-names text").last().boundingBox().y)
        // The line around the digits counts.
        .isBetween(stage - 4, stage + 20);
  }

  @Test
  void growsWhileItIsOpen() {
    Page page = openForks(invalid, "/forks");
    Locator tree = page.locator(".tree");
    int before = blocksOf(invalid);
    assertThat(tree).hasAttribute("data-blocks", String.valueOf(before));
    page.evaluate("window.notReloaded = true");
    invalid.deliver(10);
    Assertions.assertThat(blocksOf(invalid)).isGreaterThan(before);
    assertThat(tree).hasAttribute("data-blocks", String.valueOf(blocksOf(invalid)));
    Assertions.assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
  }

  @Test
  void showsThePastAndPlaysItBack() {
    Page page = openForks(forks, "/forks?at=20");
    assertThat(page.locator(".tree")).hasAttribute("data-blocks", "20");
    assertThat(page.locator(".when")).containsText("after import 20 of 96");
    JsonNode then = forks.entries().get(19);
    assertThat(page.locator(".sum")).containsText("head " + then.get("head_slot").asText());

    JsonNode atSlot = forks.data("/tree?at_slot=45");
    String known = String.valueOf(atSlot.get("blocks").size());
    page.locator("input[type=range]").fill("45");
    assertThat(page.locator(".tree")).hasAttribute("data-blocks", known);
    assertThat(page.locator(".when"))
        .hasText("slot 45, after import " + atSlot.get("at").asText() + " of 96");
    assertThat(page).hasURL(forks.url("/forks?at_slot=45"));
    page.getByLabel("One import back").click();
    int before = atSlot.get("at").asInt() - 1;
    assertThat(page.locator(".when")).containsText("after import " + before + " of 96");
    assertThat(page).hasURL(forks.url("/forks?at=" + before));
    page.getByLabel("One import on").click();
    page.getByLabel("One import on").click();
    assertThat(page.locator(".when")).containsText("after import " + (before + 2) + " of 96");
    page.navigate(forks.url("/forks?at=0"));
    assertThat(page.getByLabel("One import back")).isDisabled();
    page.navigate(forks.url("/forks?at=95"));
    page.getByLabel("One import on").click();
    assertThat(page.locator(".when")).hasText("as it is now");
    assertThat(page.getByLabel("One import on")).isDisabled();
    page.getByText("▶ Play").click();
    assertThat(page.locator(".when")).hasText("as it is now");
    assertThat(page.locator(".sum"))
        .containsText("head " + forks.data("/chain").at("/head/slot").asText());
  }

  @Test
  void walksTheTreeByKeyboard() {
    Page page = openForks(forks, "/forks");
    page.locator(".stage").focus();
    page.keyboard().press("ArrowLeft");
    JsonNode head = forks.data("/chain").get("head");
    assertThat(page.locator(".detail")).containsText("slot " + head.get("slot").asText());
    page.keyboard().press("ArrowLeft");
    String parent =
        forks.data("/blocks/" + head.get("root").asText()).at("/0/parent_root").asText();
    page.keyboard().press("Enter");
    assertThat(page).hasURL(forks.url("/block/" + parent));
  }

  @Test
  void collapsesRunsWhenZoomedOutAndKeepsTheZoomInItsAddress() {
    Page page = openForks(forks, "/forks");
    assertThat(page.locator(".run")).hasCount(0);
    page.getByLabel("Zoom out").click();
    assertThat(page).hasURL(Pattern.compile("/forks\\?zoom=[0-9.]+$"));
    page.navigate(forks.url("/forks?zoom=5"));
    assertThat(page.locator(".run text").first()).hasText(Pattern.compile("[0-9]+"));
  }

  @Test
  void stretchesThePictureWhileTheWheelZoomsAndDrawsItWhenThatIsOver() {
    Page page = openForks(forks, "/forks");
    Locator tree = page.locator(".tree");
    String width = tree.getAttribute("width");
    Object during =
        page.evaluate(
            """
            () => {
              const stage = document.querySelector(".stage");
              const tree = stage.querySelector(".tree");
              const { left, top } = stage.getBoundingClientRect();
              for (let i = 0; i < 4; i++) {
                stage.dispatchEvent(new WheelEvent("wheel",
                  { deltaY: -40, ctrlKey: true, clientX: left + 200, clientY: top + 90, cancelable: true }));
              }
              return [stage.classList.contains("stretched"), tree.getAttribute("width"),
                /scaleX\\(2\\.\\d+\\)/.test(tree.style.transform)];
            }
            """);
    Assertions.assertThat(during).isEqualTo(List.of(true, width, true));
    assertThat(page.locator(".stretched")).hasCount(0);
    assertThat(tree).not().hasAttribute("width", width);
    Assertions.assertThat(tree.getAttribute("style")).doesNotContain("scaleX");
    assertThat(page).hasURL(Pattern.compile("zoom=33\\.[0-9]+"));
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = BROWSER.open(BrowserPages.Screen.PHONE, scheme);
      page.navigate(invalid.url("/forks"));
      assertThat(page.locator(".tree")).hasAttribute("data-blocks", Pattern.compile("[0-9]+"));
      Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(390);
    }
  }

  /** Blocks of the tree: what does not decode is on none. */
  private static int blocksOf(IndexedExplorer explorer) {
    return explorer.data("/tree").get("blocks").size();
  }

  private static Page openForks(IndexedExplorer explorer, String path) {
    Page page = BROWSER.open();
    page.navigate(explorer.url(path));
    assertThat(page.locator(".tree")).hasAttribute("data-blocks", Pattern.compile("[0-9]+"));
    return page;
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
