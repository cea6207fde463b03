package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The views of exercises in a real browser. */
@Timeout(120)
class ExercisesPageTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private Explorer explorer;
  private Page page;

  @BeforeEach
  void open() {
    explorer = Explorer.empty();
    new RecordedChain(explorer.jdbi(), Explorer.SPEC, "invalid-16", 1567777777).add(12);
    page = BROWSER.open();
  }

  @AfterEach
  void close() {
    page.context().close();
    explorer.close();
  }

  private void put() {
    explorer.jdbi().useHandle(StoredExercises::put);
  }

  @Test
  void listsRunsAndWhoPassedWhatTogether() {
    put();
    page.navigate(explorer.url("/exercises"));
    Locator rows = page.locator(".exercise-runs tbody tr");
    PlaywrightAssertions.assertThat(rows).hasCount(2);
    PlaywrightAssertions.assertThat(rows.first())
        .containsText(java.util.regex.Pattern.compile("running.*5.*Lighthouse / Lodestar.*1 of 4"));
    PlaywrightAssertions.assertThat(rows.nth(1)).containsText("earlier");
    PlaywrightAssertions.assertThat(page.locator(".matrix tbody tr")).hasCount(2);
    page.locator(".matrix a").first().click();
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/exercise/2"));
    page.goBack();
    PlaywrightAssertions.assertThat(rows).hasCount(2);
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    PlaywrightAssertions.assertThat(page).hasURL(explorer.url("/exercise/2"));
  }

  @Test
  void showsHowEachNodeStandsAndWhyAGoalFailed() {
    put();
    page.navigate(explorer.url("/exercise/2"));
    PlaywrightAssertions.assertThat(page.locator("h1"))
        .hasText(java.util.regex.Pattern.compile("running\\s*Exercise 5: Lighthouse / Lodestar"));
    Locator finality = page.locator(".board tbody tr").nth(1);
    PlaywrightAssertions.assertThat(finality.locator("td").first()).containsText("passedslot 80");
    PlaywrightAssertions.assertThat(finality.locator("td").nth(1))
        .containsText("pendingsays epoch 5; our transition: epoch 8");
    PlaywrightAssertions.assertThat(page.locator(".why li"))
        .containsText("block 0xabcdef…0123 of slot 3 is <invalid>");
    assertThat(page.locator(".why .evidence a").getAttribute("href"))
        .isEqualTo("/block/0x" + "ab".repeat(32));
    PlaywrightAssertions.assertThat(page.locator(".timeline li").first())
        .containsText("exercise 5 begins");
  }

  /** One of each kind that a decision may name, to what is in the database. */
  @Test
  void leadsFromEachKindOfEvidenceToAPageThatIsThere() {
    put();
    explorer
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    update exercise_goals
                    set evidence = jsonb_build_array(
                      jsonb_build_object('kind', 'block', 'words', 'the block', 'id',
                        (select '0x' || encode(root, 'hex') from blocks order by slot desc limit 1)),
                      jsonb_build_object('kind', 'fork', 'words', 'the fork', 'id', '1'),
                      jsonb_build_object('kind', 'offence', 'words', 'the offence', 'id', '1'),
                      jsonb_build_object('kind', 'epoch', 'words', 'the epoch', 'id', '0'),
                      jsonb_build_object('kind', 'node', 'words', 'the node', 'id', 'alpha'))
                    where state = 'failed'
                    """));
    Map<String, String> places =
        Map.of(
            "the block", "/block/0x[0-9a-f]{64}",
            "the fork", "/forks.*",
            "the offence", "/offences",
            "the epoch", "/epoch/0",
            "the node", "/node/alpha");
    places.forEach(
        (words, place) -> {
          page.navigate(explorer.url("/exercise/2"));
          page.locator(".why .evidence a").getByText(words).click();
          page.waitForURL(Pattern.compile(".*" + place));
          PlaywrightAssertions.assertThat(page.locator("h1").first()).isAttached();
          PlaywrightAssertions.assertThat(page.locator("main"))
              .not()
              .containsText("There is no such page");
        });
    // This small database has no epoch that has ended and no such node.
    BROWSER.excuse(complaint -> complaint.contains("404"));
  }

  @Test
  void followsAnExerciseToItsEndWithoutReloading() {
    put();
    page.navigate(explorer.url("/exercise/2"));
    PlaywrightAssertions.assertThat(page.locator(".score")).containsText("1 of 4");
    page.evaluate("window.notReloaded = true");
    explorer.jdbi().useHandle(StoredExercises::end);
    PlaywrightAssertions.assertThat(page.locator("h1 .word")).hasText("failed");
    PlaywrightAssertions.assertThat(page.locator(".score")).containsText("3 of 4");
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
  }

  @Test
  void saysWhatToDoWhereThereIsNone() {
    page.navigate(explorer.url("/exercises"));
    PlaywrightAssertions.assertThat(page.locator(".note.empty"))
        .containsText("./crosscheck exercise run");
    put();
    page.navigate(explorer.url("/exercise/1"));
    PlaywrightAssertions.assertThat(page.locator(".board")).containsText("Sees epoch 8");
  }

  @Test
  void fitsAPhone() {
    put();
    page.setViewportSize(390, 844);
    for (String view : List.of("/exercises", "/exercise/2", "/exercise/1")) {
      page.navigate(explorer.url(view));
      PlaywrightAssertions.assertThat(page.locator("table").first()).isVisible();
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as(view)
          .isLessThanOrEqualTo(390);
    }
  }
}
