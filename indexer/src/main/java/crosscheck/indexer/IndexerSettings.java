package crosscheck.indexer;

import crosscheck.indexer.alert.AlertSettings;
import crosscheck.indexer.delivery.WebhookSettings;
import crosscheck.replay.ReplaySettings;
import java.time.Duration;

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

  public IndexerSettings withMostMalformed(int most) {
    return new IndexerSettings(
        mostInputBytes,
        most,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        replay,
        snapshots,
        alerts,
        webhooks);
  }

  public IndexerSettings withMostInputBytes(int most) {
    return new IndexerSettings(
        most,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        replay,
        snapshots,
        alerts,
        webhooks);
  }

  public IndexerSettings withReplay(ReplaySettings bounds) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        bounds,
        snapshots,
        alerts,
        webhooks);
  }

  public IndexerSettings withBatch(int most) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        most,
        mostAttempts,
        patience,
        replay,
        snapshots,
        alerts,
        webhooks);
  }

  public IndexerSettings withAlerts(AlertSettings wanted) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        replay,
        snapshots,
        wanted,
        webhooks);
  }

  public IndexerSettings withWebhooks(WebhookSettings wanted) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        replay,
        snapshots,
        alerts,
        wanted);
  }

  public IndexerSettings withSnapshots(SnapshotSettings how) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        waiting,
        batch,
        mostAttempts,
        patience,
        replay,
        how,
        alerts,
        webhooks);
  }

  public IndexerSettings withWaiting(WaitingBounds bounds) {
    return new IndexerSettings(
        mostInputBytes,
        mostMalformed,
        mostMalformedBytes,
        bounds,
        batch,
        mostAttempts,
        patience,
        replay,
        snapshots,
        alerts,
        webhooks);
  }
}
