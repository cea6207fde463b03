package crosscheck.api;

import crosscheck.spec.Block;
import crosscheck.spec.Duties;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** The attestations in a block, with the committees they come from. */
final class BlockAttestations {

  private final Spec spec;
  private final Blocks blocks;
  private final BlockChanges changes;

  BlockAttestations(Spec spec, Blocks blocks, BlockChanges changes) {
    this.spec = spec;
    this.blocks = blocks;
    this.changes = changes;
  }

  /**
   * An attestation as it stands in the block, and what the block's chain says of it.
   *
   * @param attestation in Beacon API form
   * @param duty who had to vote and how the votes stand; empty when the state the block starts from
   *     is not known, or the attestation names no committee of it
   */
  record Entry(int position, Object attestation, Optional<Duty> duty) {}

  /**
   * @param slot when the committee had to vote
   * @param inclusionDelay slots from then to the block; below 0 when it comes too early
   * @param committee validator indices, in the order of the bits
   * @param voted those of them that voted
   * @param source whether the source is the checkpoint that the chain has justified
   * @param target whether the target is the block of the chain
   * @param head whether the head is the block of the chain
   */
  record Duty(
      long slot,
      long shard,
      long inclusionDelay,
      List<Long> committee,
      List<Long> voted,
      boolean source,
      boolean target,
      boolean head) {}

  /**
   * The attestations of the first block that an id names, in its order.
   *
   * @throws ApiException 404 when there is no such block, or its bytes are none; 503 as {@link
   *     PastStates} has it
   */
  List<Entry> of(Handle handle, BlockId id) {
    Blocks.Stored stored = blocks.stored(handle, id);
    List<Object> listed = listed(stored.ssz());
    List<Duties.Inclusion> inclusions =
        changes
            .around(handle, stored)
            .map(around -> spec.duties().inclusions(around.pre(), block(stored.ssz())))
            .orElse(List.of());
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < listed.size(); i++) {
      entries.add(
          new Entry(
              i,
              listed.get(i),
              i < inclusions.size() ? duty(inclusions.get(i)) : Optional.empty()));
    }
    return entries;
  }

  private static Optional<Duty> duty(Duties.Inclusion inclusion) {
    return inclusion
        .committee()
        .map(
            committee -> {
              List<Long> members = committee.members().stream().map(Integer::longValue).toList();
              List<Long> voted = new ArrayList<>();
              int most = Math.min(members.size(), inclusion.votes().size());
              for (int i = 0; i < most; i++) {
                if (inclusion.votes().get(i)) {
                  voted.add(members.get(i));
                }
              }
              return new Duty(
                  committee.slot(),
                  committee.shard(),
                  inclusion.delay(),
                  members,
                  voted,
                  inclusion.source(),
                  inclusion.target(),
                  inclusion.head());
            });
  }

  /** Where in a block's list the attestations for an epoch and shard are, from 0. */
  List<Integer> positions(Bytes ssz, long targetEpoch, long shard) {
    List<Object> listed = listed(ssz);
    return IntStream.range(0, listed.size())
        .filter(
            position -> {
              Map<?, ?> data = (Map<?, ?>) ((Map<?, ?>) listed.get(position)).get("data");
              return number(data, "target", "epoch").equals(Long.toUnsignedString(targetEpoch))
                  && number(data, "crosslink", "shard").equals(Long.toUnsignedString(shard));
            })
        .boxed()
        .toList();
  }

  private static String number(Map<?, ?> data, String part, String field) {
    return ((Map<?, ?>) data.get(part)).get(field).toString();
  }

  private Block block(Bytes ssz) {
    try {
      return spec.decodeBlock(ssz);
    } catch (SszException e) {
      throw ApiException.notFound("These bytes are no block: they carry no attestations.");
    }
  }

  /** The list in Beacon API form. */
  private List<Object> listed(Bytes ssz) {
    Map<?, ?> plain = (Map<?, ?>) spec.ssz().toPlain(block(ssz));
    Map<?, ?> body = (Map<?, ?>) plain.get("body");
    return List.copyOf((List<?>) body.get("attestations"));
  }
}
