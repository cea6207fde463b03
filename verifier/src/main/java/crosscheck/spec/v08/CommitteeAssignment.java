package crosscheck.spec.v08;

import java.util.List;

/**
 * The committee that attests to a shard at a slot: what {@code get_committee_assignment} returns.
 *
 * @param committee validator indices, in committee order: bit i of an attestation is member i
 * @param shard uint64
 * @param slot when it attests, uint64
 */
public record CommitteeAssignment(List<Integer> committee, long shard, long slot) {

  public CommitteeAssignment {
    committee = List.copyOf(committee);
  }
}
