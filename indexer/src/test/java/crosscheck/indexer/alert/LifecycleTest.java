package crosscheck.indexer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.indexer.alert.Lifecycle.Change;
import crosscheck.indexer.alert.Lifecycle.Step;
import crosscheck.indexer.alert.Lifecycle.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state machine alone, told what is found second by second. */
final class LifecycleTest {

  private static final Timing STATE =
      new Timing(
          true,
          Duration.ofSeconds(10),
          Optional.of(Duration.ofMinutes(30)),
          Duration.ofMinutes(15));
  private static final Timing INCIDENTS =
      new Timing(false, Duration.ofSeconds(60), Optional.empty(), Duration.ofMinutes(15));

  private Instant now = Instant.parse("2019-09-06T13:50:00Z");
  private Optional<Alert> alert = Optional.empty();
  private final List<Change> told = new ArrayList<>();

  private void found(Condition condition, Timing timing) {
    Lifecycle.found(alert, "rule", condition, now, timing).ifPresent(this::take);
  }

  private void absent(Timing timing) {
    alert.filter(Alert::open).ifPresent(open -> take(Lifecycle.absent(open, now, timing)));
  }

  private void take(Step step) {
    alert = Optional.of(step.alert().withId(1));
    step.change().ifPresent(told::add);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Condition condition(Severity severity) {
    return Condition.of("cause", severity, "title", Map.of());
  }

  private void holdsFor(int seconds, Severity severity) {
    for (int i = 0; i < seconds; i++) {
      found(condition(severity), STATE);
      pass(Duration.ofSeconds(1));
    }
  }

  private void isGoneFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      absent(STATE);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void opensOnceHoweverLongItHolds() {
    holdsFor(600, Severity.WARNING);
    assertThat(told).containsExactly(Change.OPENED);
    assertThat(alert.orElseThrow().says().occurrences()).isOne();
  }

  @Test
  void resolvesWhenItIsGoneLongEnough() {
    holdsFor(5, Severity.WARNING);
    isGoneFor(10);
    assertThat(told).containsExactly(Change.OPENED);
    isGoneFor(1);
    assertThat(told).containsExactly(Change.OPENED, Change.RESOLVED);
    assertThat(alert.orElseThrow().times().resolved()).isPresent();
  }

  @Test
  void staysOpenWhenItIsGoneForAMomentOnly() {
    holdsFor(5, Severity.WARNING);
    isGoneFor(9);
    holdsFor(5, Severity.WARNING);
    isGoneFor(9);
    assertThat(told).containsExactly(Change.OPENED);
    assertThat(alert.orElseThrow().says().occurrences()).isEqualTo(2);
  }

  @Test
  void escalatesWhenItGrowsWorseAndDoesNotBecomeMilder() {
    holdsFor(5, Severity.WARNING);
    holdsFor(5, Severity.CRITICAL);
    holdsFor(5, Severity.WARNING);
    holdsFor(5, Severity.CRITICAL);
    assertThat(told).containsExactly(Change.OPENED, Change.ESCALATED);
    assertThat(alert.orElseThrow().says().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void escalatesAWarningThatLastsUnlessItIsAcknowledged() {
    holdsFor(31 * 60, Severity.WARNING);
    assertThat(told).containsExactly(Change.OPENED, Change.ESCALATED);

    told.clear();
    alert = Optional.empty();
    holdsFor(1, Severity.WARNING);
    acknowledge();
    holdsFor(31 * 60, Severity.WARNING);
    assertThat(told).containsExactly(Change.OPENED);
  }

  @Test
  void forgetsTheAcknowledgementWhenItGrowsWorse() {
    holdsFor(1, Severity.WARNING);
    acknowledge();
    holdsFor(1, Severity.CRITICAL);
    assertThat(alert.orElseThrow().times().acknowledged()).isEmpty();
  }

  private void acknowledge() {
    Alert open = alert.orElseThrow();
    Alert.Times times = open.times();
    alert =
        Optional.of(
            open.at(
                new Alert.Times(
                    times.opened(),
                    times.escalated(),
                    Optional.of(now),
                    times.clearSince(),
                    times.resolved(),
                    times.lastSeen())));
  }

  @Test
  void opensTheSameAlertAgainSoonAndANewOneLater() {
    holdsFor(1, Severity.WARNING);
    isGoneFor(11);
    pass(Duration.ofMinutes(10));
    found(condition(Severity.WARNING), STATE);
    assertThat(alert.orElseThrow().says().occurrences()).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    isGoneFor(21);
    pass(Duration.ofMinutes(16));
    found(condition(Severity.WARNING), STATE);
    assertThat(alert.orElseThrow().says().occurrences()).isOne();
    assertThat(told)
        .containsExactly(
            Change.OPENED, Change.RESOLVED, Change.OPENED, Change.RESOLVED, Change.OPENED);
  }

  @Test
  void tellsOfFlappingEverMoreRarely() {
    // A minute there, eleven seconds away, for a day: five thousand changes of the condition.
    for (int i = 0; i < 1_216; i++) {
      holdsFor(60, Severity.INFO);
      isGoneFor(11);
    }
    assertThat(told).hasSizeBetween(3, 8);
  }

  @Test
  void countsIncidentsInOneAlertUntilNothingMoreHappens() {
    for (int i = 0; i < 40; i++) {
      found(condition(Severity.WARNING), INCIDENTS);
      pass(Duration.ofSeconds(30));
      absent(INCIDENTS);
    }
    assertThat(told).containsExactly(Change.OPENED);
    assertThat(alert.orElseThrow().says().occurrences()).isEqualTo(40);
    pass(Duration.ofSeconds(30));
    absent(INCIDENTS);
    assertThat(told).containsExactly(Change.OPENED, Change.RESOLVED);
  }

  @Test
  void doesNotOpenForWhatIsOnlySaidAnew() {
    found(condition(Severity.WARNING).times(0), INCIDENTS);
    assertThat(alert).isEmpty();
  }

  @Test
  void isNotTroubledByAClockThatGoesBack() {
    holdsFor(20, Severity.WARNING);
    now = now.minus(Duration.ofHours(1));
    holdsFor(5, Severity.WARNING);
    isGoneFor(11);
    assertThat(told).containsExactly(Change.OPENED, Change.RESOLVED);
  }
}
