package crosscheck.indexer.offence;

import crosscheck.bls.SignatureChecker;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Evidence;
import crosscheck.spec.Evidence.AttesterSlashed;
import crosscheck.spec.Evidence.ProposerSlashed;
import crosscheck.spec.Evidence.Refusal;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was found into {@code offences}, with the operation, and whether a block on our head
 * could carry it. Nothing is written that no state confirms, and nothing twice.
 */
final class Accusations {

  private static final Logger log = LoggerFactory.getLogger(Accusations.class);

  private static final List<String> MAY_BE_EMPTY =
      List.of(
          "first_position",
          "second_position",
          "slashing_position",
          "first_data",
          "second_data",
          "extends_id",
          "block_root",
          "operation_ssz",
          "checked_root",
          "refusal_check",
          "refusal_message");

  private final Following following;
  private final Handle handle;
  private final Spec spec;
  private final Evidence evidence;
  private final SignatureChecker signatures;
  private final Map<Long, Block> blocks = new HashMap<>();
  private Bytes32 head;

  Accusations(Following following, SignatureChecker signatures) {
    this.following = following;
    this.handle = following.handle();
    this.spec = following.network().spec();
    this.evidence = spec.evidence();
    this.signatures = signatures;
    this.head =
        handle
            .createQuery(Sql.named("last_head"))
            .map((row, context) -> Bytes32.wrap(row.getBytes("head_root")))
            .one();
  }

  void headMoved(Bytes32 root) {
    head = root;
  }

  /** A block that need not be read from the database. */
  void learn(long inputId, Block block) {
    blocks.put(inputId, block);
  }

  void forgetBlocks() {
    blocks.clear();
  }

  private Block block(long inputId) {
    return blocks.computeIfAbsent(inputId, this::read);
  }

  private Block read(long inputId) {
    byte[] ssz =
        handle
            .createQuery(Sql.named("ssz_of_input"))
            .bind("input_id", inputId)
            .mapTo(byte[].class)
            .one();
    try {
      return spec.decodeBlock(Bytes.wrap(ssz));
    } catch (SszException e) {
      throw new IllegalStateException("input " + inputId + " decoded when it was judged", e);
    }
  }

  /**
   * What stands in a row beside the evidence.
   *
   * @param validators who may be convicted by it
   * @param by the input that completes the evidence
   */
  private record Found(Kind kind, long epoch, int[] validators, long by, Instant at) {

    Found of(int[] others) {
      return new Found(kind, epoch, others, by, at);
    }
  }

  /**
   * Two blocks of one proposer.
   *
   * @param by the input that completes the evidence
   * @param chain a valid block in whose state the validator has his key
   */
  void proposals(long epoch, int proposer, long other, long by, Instant at, Bytes32 chain) {
    boolean inOrder = Long.compareUnsigned(block(other).slot(), block(by).slot()) <= 0;
    long first = inOrder ? other : by;
    long second = inOrder ? by : other;
    accuse(
        new Found(Kind.DOUBLE_PROPOSAL, epoch, new int[] {proposer}, by, at),
        inputs(first, second),
        Fingerprint.of(spec.ssz().signingRoot(block(first))),
        Fingerprint.of(spec.ssz().signingRoot(block(second))),
        () -> evidence.proposerSlashing(proposer, block(first), block(second)),
        chain);
  }

  /** Two votes; the parameters as for proposals. */
  void votes(Conflict conflict, long by, Instant at, Bytes32 chain) {
    Cast first = conflict.first();
    Cast second = conflict.second();
    Map<String, Object> columns = inputs(first.inputId(), second.inputId());
    columns.put("first_position", first.position());
    columns.put("second_position", second.position());
    accuse(
        new Found(conflict.kind(), first.targetEpoch(), conflict.validators(), by, at),
        columns,
        first.data(),
        second.data(),
        () -> evidence.attesterSlashing(cast(first), cast(second)),
        chain);
  }

  /**
   * A slashing in a valid block: two blocks, at least one of which has not come here.
   *
   * @param by the block
   * @param chain its id
   */
  void slashed(ProposerSlashed slashed, long by, Instant at, Bytes32 chain) {
    accuse(
        new Found(Kind.DOUBLE_PROPOSAL, slashed.epoch(), new int[] {slashed.proposer()}, by, at),
        slashing(by, slashed.position()),
        Fingerprint.of(slashed.first()),
        Fingerprint.of(slashed.second()),
        slashed::operation,
        chain);
  }

  /** A slashing in a valid block: two votes, at least one of which no valid block carried. */
  void slashed(AttesterSlashed slashed, long by, Instant at, Bytes32 chain) {
    int[] others = slashed.second().voters();
    int[] both =
        Arrays.stream(slashed.first().voters())
            .filter(voter -> Arrays.binarySearch(others, voter) >= 0)
            .toArray();
    Conflict conflict =
        Conflict.between(Cast.of(by, slashed.first()), Cast.of(by, slashed.second()), both);
    accuse(
        new Found(conflict.kind(), conflict.first().targetEpoch(), both, by, at),
        slashing(by, slashed.first().position()),
        conflict.first().data(),
        conflict.second().data(),
        slashed::operation,
        chain);
  }

  /** Unless everybody is named for this pair already. */
  private void accuse(
      Found found,
      Map<String, Object> columns,
      Fingerprint first,
      Fingerprint second,
      Supplier<Object> operation,
      Bytes32 chain) {
    record Known(long id, Integer[] validators) {}
    List<Known> known =
        handle
            .createQuery(Sql.named("offences_of_pair"))
            .bind("first_data", first.bytes())
            .bind("second_data", second.bytes())
            .map(
                (row, context) ->
                    new Known(
                        row.getLong("id"),
                        (Integer[]) row.getArray("validator_indices").getArray()))
            .list();
    Set<Integer> named = new HashSet<>();
    known.forEach(offence -> named.addAll(List.of(offence.validators())));
    int[] validators =
        Arrays.stream(found.validators()).filter(index -> !named.contains(index)).toArray();
    if (validators.length > 0) {
      columns.put("first_data", first.bytes());
      columns.put("second_data", second.bytes());
      columns.put("extends_id", known.isEmpty() ? null : (Long) known.get(0).id());
      insertProven(found.of(validators), columns, operation.get(), chain);
    }
  }

  private Evidence.Cast cast(Cast cast) {
    return new Evidence.Cast(block(cast.inputId()), cast.position(), cast.voters());
  }

  /** One block with two signatures. */
  void copies(Bytes32 root, long epoch, long first, long second, Instant at) {
    Map<String, Object> columns = inputs(first, second);
    columns.put("block_root", root.toArrayUnsafe());
    insert(new Found(Kind.BLOCK_COPIES, epoch, new int[0], second, at), columns);
  }

  /** Columns of a row, with all but these two empty. */
  private static Map<String, Object> inputs(long first, long second) {
    Map<String, Object> columns = new HashMap<>();
    MAY_BE_EMPTY.forEach(column -> columns.put(column, null));
    columns.put("first_input_id", first);
    columns.put("second_input_id", second);
    return columns;
  }

  private static Map<String, Object> slashing(long by, int position) {
    Map<String, Object> columns = inputs(by, by);
    columns.put("slashing_position", position);
    return columns;
  }

  /**
   * With the operation, if it would be accepted on our head, or only comes too late there; or on
   * the chain that carries the evidence. Elsewhere another validator may have the index.
   */
  private void insertProven(
      Found found, Map<String, Object> columns, Object operation, Bytes32 chain) {
    Optional<Refusal> onHead = refusal(operation, head);
    if (!stands(onHead) && !stands(refusal(operation, chain))) {
      log.warn(
          "{} of {} in epoch {} is not evidence: {}",
          found.kind().word(),
          Arrays.toString(found.validators()),
          Long.toUnsignedString(found.epoch()),
          onHead.orElseThrow().failure().message());
      return;
    }
    columns.put("operation_ssz", spec.ssz().encode(operation).toArrayUnsafe());
    columns.put("checked_root", head.toArrayUnsafe());
    onHead.ifPresent(
        refusal -> {
          columns.put("refusal_check", refusal.failure().check());
          columns.put("refusal_message", refusal.failure().message());
        });
    insert(found, columns);
  }

  private Optional<Refusal> refusal(Object operation, Bytes32 root) {
    State state =
        following
            .states()
            .apply(root)
            .orElseThrow(() -> new IllegalStateException("no state of the valid block " + root));
    return evidence.refusal(operation, state, signatures);
  }

  private static boolean stands(Optional<Refusal> refusal) {
    return refusal.isEmpty() || refusal.get().proven();
  }

  private void insert(Found found, Map<String, Object> columns) {
    String indices = Arrays.toString(found.validators());
    long id =
        handle
            .createQuery(Sql.named("insert_offence"))
            .bind("kind", found.kind().word())
            .bind("found_at", Columns.at(found.at()))
            .bind("epoch", Columns.unsigned(found.epoch()))
            .bind("validator_indices", "{" + indices.substring(1, indices.length() - 1) + "}")
            .bindMap(columns)
            .mapTo(Long.class)
            .one();
    List<Object> told =
        new ArrayList<>(
            List.of(
                "offence_id",
                id,
                "kind",
                found.kind().word(),
                "validators",
                Arrays.stream(found.validators()).mapToObj(String::valueOf).toList()));
    if (columns.get("slashing_position") != null) {
      Block carrier = block(found.by());
      told.addAll(List.of("slot", Long.toUnsignedString(carrier.slot())));
      told.addAll(List.of("root", spec.ssz().signingRoot(carrier).toHexString()));
    }
    following
        .events()
        .add(found.at(), "offence_found", OptionalLong.of(found.by()), told.toArray());
  }
}
