package crosscheck.api;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.Duties;
import crosscheck.spec.RegisteredValidator;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.Uint64;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** States as the Beacon API has them, made again by {@link PastStates}. */
final class BeaconStates {

  private static final String FORM =
      "a state root (0x and 64 hexadecimal digits), a slot (a decimal uint64), or one of head,"
          + " genesis, justified, finalized";

  static final Parameter<BlockId> STATE_ID =
      Parameters.of(
              "state_id",
              "Which state: a name, a slot of the head's chain, a state root.",
              FORM,
              Map.of("type", "string", "examples", List.of("head")),
              BlockId::of)
          .inThePath();

  private static final Pattern INDEX = Pattern.compile("[0-9]{1,20}");
  private static final Pattern PUBKEY = Pattern.compile("0x[0-9a-fA-F]{96}");

  static final Parameter<String> VALIDATOR_ID =
      Parameters.of(
              "validator_id",
              "Which validator.",
              "an index, or a public key (0x and 96 hexadecimal digits)",
              Map.of("type", "string", "examples", List.of("0")),
              text -> Optional.of(text).filter(BeaconStates::namesValidator))
          .inThePath();

  static final Parameter<Set<String>> IDS =
      Parameters.list(
          "id",
          "These validators.",
          "indices or public keys, separated by commas",
          Map.of("type", "string"),
          BeaconStates::namesValidator,
          word -> word);

  /** The words of the Beacon API: each status, and the four that stand for several. */
  private static final List<String> STATUSES =
      List.of(
          "pending",
          "pending_initialized",
          "pending_queued",
          "active",
          "active_ongoing",
          "active_exiting",
          "active_slashed",
          "exited",
          "exited_unslashed",
          "exited_slashed",
          "withdrawal",
          "withdrawal_possible",
          "withdrawal_done");

  static final Parameter<Set<String>> STATUS =
      Parameters.several("status", "Validators with one of these statuses.", STATUSES);

  static final Parameter<Long> EPOCH = Parameters.index("epoch", "Committees of this epoch.");
  static final Parameter<Long> INDEX_IN_SLOT =
      Parameters.index("index", "Committees with this number in their slot.");

  private static final String OF_STATE_ROOT =
      """
      select b.root
      from inputs i
        join blocks b on b.input_id = i.id
        join verdicts v on v.input_id = i.id
      where substring(i.ssz from 41 for 7) = substring(cast(:root as bytea) from 1 for 7)
        and b.state_root = :root and v.status = 'valid'
      order by v.import_order
      limit 1
      """;

  private final Spec spec;
  private final Chain chain;
  private final BeaconBlocks blocks;
  private final PastStates states;

  BeaconStates(Spec spec, Chain chain, BeaconBlocks blocks, PastStates states) {
    this.spec = spec;
    this.chain = chain;
    this.blocks = blocks;
    this.states = states;
  }

  /** A state's hash tree root. */
  record Root(Bytes root) {}

  /**
   * Versions of the chain.
   *
   * @param epoch uint64, decimal
   */
  record ForkVersions(Bytes previousVersion, Bytes currentVersion, String epoch) {

    /** v0.8 knows no fork: its versions are zero from genesis on. */
    static ForkVersions first() {
      Bytes zero = Bytes.wrap(new byte[4]);
      return new ForkVersions(zero, zero, "0");
    }
  }

  /** Checkpoints of a state. */
  record FinalityCheckpoints(
      CheckpointJson previousJustified,
      CheckpointJson currentJustified,
      CheckpointJson finalized) {}

  /**
   * A validator.
   *
   * @param balance Gwei, decimal
   */
  record ValidatorEntry(String index, String balance, String status, ValidatorFields validator) {}

  /** What a state says of a validator besides its balance; uint64, decimal. */
  record ValidatorFields(
      Bytes pubkey,
      Bytes withdrawalCredentials,
      String effectiveBalance,
      boolean slashed,
      String activationEligibilityEpoch,
      String activationEpoch,
      String exitEpoch,
      String withdrawableEpoch) {}

  /** A balance, Gwei, decimal. */
  record Balance(String index, String balance) {}

  /**
   * A committee.
   *
   * @param index its number in its slot, from 0
   * @param shard that it attests to, which later versions do not have
   */
  record CommitteeEntry(String index, String slot, String shard, List<String> validators) {}

  private record Found(State state, boolean finalized) {}

  private record Named(BeaconBlocks.Found block, BigInteger slot, boolean finalized) {}

  /** {@code /root}. A valid block says it of its post-state; any other state is made for it. */
  BeaconBody<Root> root(Handle handle, Given given) {
    Named named = named(handle, given);
    if (named.slot().equals(named.block().slot())) {
      return new BeaconBody<>(named.finalized(), new Root(named.block().stateRoot()));
    }
    Found found = find(handle, given);
    return body(found, new Root(spec.hash(found.state())));
  }

  /** {@code /fork}. */
  BeaconBody<ForkVersions> fork(Handle handle, Given given) {
    return body(find(handle, given), ForkVersions.first());
  }

  /** {@code /finality_checkpoints}. */
  BeaconBody<FinalityCheckpoints> checkpoints(Handle handle, Given given) {
    Found found = find(handle, given);
    State state = found.state();
    return body(
        found,
        new FinalityCheckpoints(
            json(state.previousJustifiedCheckpoint()),
            json(state.currentJustifiedCheckpoint()),
            json(state.finalizedCheckpoint())));
  }

  private static CheckpointJson json(Checkpoint checkpoint) {
    return new CheckpointJson(Long.toUnsignedString(checkpoint.epoch()), checkpoint.root());
  }

  /** {@code /validators}. */
  BeaconBody<List<ValidatorEntry>> validators(Handle handle, Given given) {
    Found found = find(handle, given);
    Set<String> statuses = given.get(STATUS).orElse(Set.of());
    List<ValidatorEntry> entries = new ArrayList<>();
    indices(found.state(), given.get(IDS).orElse(Set.of()))
        .mapToObj(index -> entry(found.state(), (int) index))
        .filter(entry -> statuses.isEmpty() || wanted(entry.status(), statuses))
        .forEach(entries::add);
    return body(found, entries);
  }

  /** {@code /validators/{validator_id}}. */
  BeaconBody<ValidatorEntry> validator(Handle handle, Given given) {
    Found found = find(handle, given);
    String id = given.of(VALIDATOR_ID);
    long index =
        indices(found.state(), Set.of(id))
            .findFirst()
            .orElseThrow(() -> ApiException.notFound("This state has no validator " + id + "."));
    return body(found, entry(found.state(), (int) index));
  }

  /** {@code /validator_balances}. */
  BeaconBody<List<Balance>> balances(Handle handle, Given given) {
    Found found = find(handle, given);
    return body(
        found,
        indices(found.state(), given.get(IDS).orElse(Set.of()))
            .mapToObj(index -> new Balance(String.valueOf(index), balance(found.state(), index)))
            .toList());
  }

  /** {@code /committees}. */
  BeaconBody<List<CommitteeEntry>> committees(Handle handle, Given given) {
    Found found = find(handle, given);
    long perEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    long now = found.state().slot() / perEpoch;
    long epoch = given.get(EPOCH).orElse(now);
    if (epoch > now + 1 || epoch < now - 1) {
      throw ApiException.badParameter(
          EPOCH.name(),
          String.valueOf(epoch),
          "the state's epoch (%d), the one before or the one after".formatted(now));
    }
    Optional<BigInteger> slot = given.get(BeaconBlocks.SLOT);
    Optional<Long> index = given.get(INDEX_IN_SLOT);
    List<CommitteeEntry> entries = new ArrayList<>();
    long before = -1;
    long number = 0;
    for (Duties.Committee committee : spec.duties().committees(found.state(), epoch)) {
      number = committee.slot() == before ? number + 1 : 0;
      before = committee.slot();
      String at = Long.toUnsignedString(committee.slot());
      if (slot.map(value -> value.toString().equals(at)).orElse(true)
          && index.orElse(number) == number) {
        entries.add(
            new CommitteeEntry(
                String.valueOf(number),
                at,
                Long.toUnsignedString(committee.shard()),
                committee.members().stream().map(String::valueOf).toList()));
      }
    }
    return body(found, entries);
  }

  /**
   * The state that an id names.
   *
   * @throws ApiException 404 when there is none; 503 when it costs too much to make it again now
   */
  private Found find(Handle handle, Given given) {
    Named named = named(handle, given);
    long slot = named.slot().longValueExact();
    return new Found(states.at(handle, named.block().root(), slot), named.finalized());
  }

  /**
   * Which state an id names: that of a block's chain at the slot, which is the block's or later.
   *
   * @throws ApiException 404 when there is none
   */
  private Named named(Handle handle, Given given) {
    BlockId id = given.of(STATE_ID);
    Named named =
        id instanceof BlockId.Slot slot
            ? ofSlot(handle, slot.value())
            : id instanceof BlockId.Digest digest
                ? ofRoot(handle, digest.value())
                : ofBlock(handle, id);
    given.settledIf(named.finalized() && !(id instanceof BlockId.Name));
    return named;
  }

  private Named ofBlock(Handle handle, BlockId id) {
    BeaconBlocks.Found block = blocks.find(handle, id);
    return new Named(block, block.slot(), block.finalized());
  }

  private Named ofSlot(Handle handle, BigInteger slot) {
    Network network = chain.network(handle);
    Chain.Standing standing = chain.standing(handle);
    BigInteger head = new BigInteger(standing.head().slot());
    if (slot.compareTo(head) > 0) {
      throw ApiException.notFound(
          "There is no state of slot %s yet: the head is at slot %s.".formatted(slot, head));
    }
    BigInteger finalized =
        new BigInteger(standing.finalized().epoch())
            .multiply(BigInteger.valueOf(network.slotsPerEpoch()));
    Bytes32 root =
        Bytes32.wrap(blocks.onHeadChain(handle, network, BigInteger.ZERO, slot).orElseThrow());
    return new Named(
        blocks.find(handle, new BlockId.Digest(root)), slot, slot.compareTo(finalized) <= 0);
  }

  private Named ofRoot(Handle handle, Bytes32 root) {
    Network network = chain.network(handle);
    if (root.equals(network.genesisStateRoot())) {
      return ofBlock(handle, BlockId.Name.GENESIS);
    }
    Bytes block =
        handle
            .createQuery(OF_STATE_ROOT)
            .bind("root", root.toArrayUnsafe())
            .map((row, context) -> Bytes.wrap(row.getBytes("root")))
            .findOne()
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "No valid block has the post-state " + root.toHexString() + "."));
    return ofBlock(handle, new BlockId.Digest(Bytes32.wrap(block)));
  }

  private static boolean namesValidator(String text) {
    return INDEX.matcher(text).matches() || PUBKEY.matcher(text).matches();
  }

  /** Indices of the validators that are named and there are, in order; all when none is named. */
  private static LongStream indices(State state, Set<String> ids) {
    long count = state.validators().size();
    if (ids.isEmpty()) {
      return LongStream.range(0, count);
    }
    Set<Bytes> keys = new LinkedHashSet<>();
    Set<Long> indices = new LinkedHashSet<>();
    for (String id : ids) {
      if (id.startsWith("0x")) {
        keys.add(Bytes.fromHexString(id));
      } else {
        indices.add(new BigInteger(id).min(BigInteger.valueOf(count)).longValueExact());
      }
    }
    LongStream named = indices.stream().mapToLong(Long::longValue).filter(index -> index < count);
    LongStream keyed =
        keys.isEmpty()
            ? LongStream.empty()
            : LongStream.range(0, count)
                .filter(index -> keys.contains(state.validators().get(index).pubkey()));
    return LongStream.concat(named, keyed).distinct().sorted();
  }

  private static String balance(State state, long index) {
    return Long.toUnsignedString(state.balances().get(index));
  }

  private ValidatorEntry entry(State state, int index) {
    RegisteredValidator validator = state.validators().get(index);
    String balance = balance(state, index);
    long epoch = state.slot() / spec.config().uint64("SLOTS_PER_EPOCH");
    return new ValidatorEntry(
        String.valueOf(index),
        balance,
        status(validator, balance.equals("0"), epoch),
        new ValidatorFields(
            validator.pubkey(),
            validator.withdrawalCredentials(),
            Long.toUnsignedString(validator.effectiveBalance()),
            validator.slashed(),
            Long.toUnsignedString(validator.activationEligibilityEpoch()),
            Long.toUnsignedString(validator.activationEpoch()),
            Long.toUnsignedString(validator.exitEpoch()),
            Long.toUnsignedString(validator.withdrawableEpoch())));
  }

  /** The status in the words of the Beacon API. */
  private static String status(RegisteredValidator validator, boolean empty, long epoch) {
    if (Long.compareUnsigned(epoch, validator.activationEpoch()) < 0) {
      return validator.activationEligibilityEpoch() == Uint64.MAX
          ? "pending_initialized"
          : "pending_queued";
    }
    if (Long.compareUnsigned(epoch, validator.exitEpoch()) < 0) {
      if (validator.exitEpoch() == Uint64.MAX) {
        return "active_ongoing";
      }
      return validator.slashed() ? "active_slashed" : "active_exiting";
    }
    if (Long.compareUnsigned(epoch, validator.withdrawableEpoch()) < 0) {
      return validator.slashed() ? "exited_slashed" : "exited_unslashed";
    }
    return empty ? "withdrawal_done" : "withdrawal_possible";
  }

  private static boolean wanted(String status, Set<String> statuses) {
    String group = Arrays.asList(status.split("_")).get(0);
    return statuses.contains(status) || statuses.contains(group);
  }

  private static <T> BeaconBody<T> body(Found found, T data) {
    return new BeaconBody<>(found.finalized(), data);
  }
}
