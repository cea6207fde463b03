package crosscheck.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who saw blocks first, and how long after him the others did: running totals of the indexer. */
final class Sightings {

  private static final String TOTALS =
      """
      select node_id, block_count, first_count, max_delay_millis
      from node_sightings
      where node_id = any (:these)
      """;

  private static final String DELAYS =
      """
      select node_id, upto_millis, block_count
      from sighting_delays
      where node_id = any (:these)
      order by node_id, upto_millis
      """;

  private Sightings() {}

  /**
   * Of the valid blocks that this and another node delivered.
   *
   * @param blocks how many of them this one delivered
   * @param first how many of those before all others, or together with another
   * @param medianMillis delay after the first sight; as all quantiles the upper end of a bucket of
   *     the distribution, whose bounds grow by a fifth, but not more than the maximum
   * @param distribution the buckets that are not empty, ascending
   */
  record SightingsJson(
      long blocks,
      long first,
      long medianMillis,
      long p95Millis,
      long maxMillis,
      List<Bucket> distribution) {}

  /**
   * @param uptoMillis delays up to this one, included, and above that of the bucket before
   */
  record Bucket(long uptoMillis, long blocks) {}

  /** By number of the node; nothing for those of whom nothing was counted. */
  static Map<Integer, SightingsJson> of(Handle handle, Collection<Integer> nodes) {
    Integer[] these = nodes.toArray(Integer[]::new);
    Map<Integer, List<Bucket>> delays = new HashMap<>();
    handle
        .createQuery(DELAYS)
        .bind("these", these)
        .map(
            (row, context) ->
                Map.entry(
                    row.getInt("node_id"),
                    new Bucket(row.getLong("upto_millis"), row.getLong("block_count"))))
        .forEach(
            found ->
                delays
                    .computeIfAbsent(found.getKey(), unknown -> new ArrayList<>())
                    .add(found.getValue()));
    Map<Integer, SightingsJson> sightings = new HashMap<>();
    handle
        .createQuery(TOTALS)
        .bind("these", these)
        .map(
            (row, context) -> {
              int node = row.getInt("node_id");
              List<Bucket> buckets = delays.getOrDefault(node, List.of());
              long blocks = row.getLong("block_count");
              long most = row.getLong("max_delay_millis");
              return Map.entry(
                  node,
                  new SightingsJson(
                      blocks,
                      row.getLong("first_count"),
                      quantile(buckets, blocks, 50, most),
                      quantile(buckets, blocks, 95, most),
                      most,
                      buckets));
            })
        .forEach(found -> sightings.put(found.getKey(), found.getValue()));
    return sightings;
  }

  /** The least bound that {@code percent} of the blocks do not exceed. */
  private static long quantile(List<Bucket> buckets, long blocks, int percent, long most) {
    long below = 0;
    for (Bucket bucket : buckets) {
      below += bucket.blocks();
      if (below * 100 >= blocks * percent) {
        return Math.min(bucket.uptoMillis(), most);
      }
    }
    return most;
  }

  /** As {@link #of}, of one node. */
  static Optional<SightingsJson> of(Handle handle, int node) {
    return Optional.ofNullable(of(handle, List.of(node)).get(node));
  }
}
