package crosscheck.indexer;

import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.replay.ReplaySettings;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Bounds of an indexer.
 *
 * @param mostInputBytes the most bytes an input may have. The largest block of v0.8 under {@code
 *     mainnet} has about 300 KB
 * @param mostMalformed how many undecodable inputs are kept; more are only counted
 * @param mostMalformedBytes how many bytes of undecodable inputs are kept, together
 * @param waiting bounds on what is kept of blocks that cannot be judged yet
 * @param batch the most blocks judged and committed at a time
 * @param mostAttempts how often judging a block may end in an error of ours before it is left alone
 * @param patience how long receiving waits for a database that is away before it gives up
 * @param replay bounds on the work of judging, and on the states held in memory
 * @param snapshots how often and how much of the chain in memory is written down
 * @param alerts what to be alerted of
 * @param webhooks who else is told of alerts
 */
public record IndexerSettings(
    int mostInputBytes,
    int mostMalformed,
    long mostMalformedBytes,
    WaitingBounds waiting,
    int batch,
    int mostAttempts,
    Duration patience,
    ReplaySettings replay,
    SnapshotSettings snapshots,
    AlertSettings alerts,
    WebhookSettings webhooks) {

  public static final IndexerSettings DEFAULT =
      new IndexerSettings(
          1 << 20,
          10_000,
          64L << 20,
          WaitingBounds.DEFAULT,
          256,
          5,
          Duration.ofSeconds(30),
          ReplaySettings.defaults(),
          SnapshotSettings.DEFAULT,
          AlertSettings.DEFAULT,
          WebhookSettings.NONE);

  public IndexerSettings withMostMalformed(int other) {
    return with(draft -> draft.mostMalformed = other);
  }

  public IndexerSettings withMostInputBytes(int other) {
    return with(draft -> draft.mostInputBytes = other);
  }

  public IndexerSettings withReplay(ReplaySettings other) {
    return with(draft -> draft.replay = other);
  }

  public IndexerSettings withBatch(int other) {
    return with(draft -> draft.batch = other);
  }

  public IndexerSettings withAlerts(AlertSettings other) {
    return with(draft -> draft.alerts = other);
  }

  public IndexerSettings withWebhooks(WebhookSettings other) {
    return with(draft -> draft.webhooks = other);
  }

  public IndexerSettings withSnapshots(SnapshotSettings other) {
    return with(draft -> draft.snapshots = other);
  }

  public IndexerSettings withWaiting(WaitingBounds other) {
    return with(draft -> draft.waiting = other);
  }

  private IndexerSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings that are being changed; what nobody changes stands in those before. */
  private static final class Draft {

    private final IndexerSettings before;
    private int mostInputBytes;
    private int mostMalformed;
    private WaitingBounds waiting;
    private int batch;
    private ReplaySettings replay;
    private SnapshotSettings snapshots;
    private AlertSettings alerts;
    private WebhookSettings webhooks;

    Draft(IndexerSettings before) {
      this.before = before;
      this.mostInputBytes = before.mostInputBytes;
      this.mostMalformed = before.mostMalformed;
      this.waiting = before.waiting;
      this.batch = before.batch;
      this.replay = before.replay;
      this.snapshots = before.snapshots;
      this.alerts = before.alerts;
      this.webhooks = before.webhooks;
    }

    IndexerSettings settings() {
      return new IndexerSettings(
          mostInputBytes,
          mostMalformed,
          before.mostMalformedBytes,
          waiting,
          batch,
          before.mostAttempts,
          before.patience,
          replay,
          snapshots,
          alerts,
          webhooks);
    }
  }
}
