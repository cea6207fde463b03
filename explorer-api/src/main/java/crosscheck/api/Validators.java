package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import crosscheck.spec.RegisteredValidator;
import crosscheck.spec.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** Validators as the newest epoch that has ended on the head's chain tells them. */
final class Validators {

  private static final String DUTIES =
      """
      select d.*, e.previous_committee_count, e.previous_start_shard
      from duties d
        join epochs e on e.epoch = d.epoch and e.tip_input_id is not distinct from d.tip_input_id
      where d.epoch = :epoch
        and d.tip_input_id is not distinct from :tip_input_id
        and d.first_validator between :first and :last
      order by d.first_validator
      """;

  /** One validator over many epochs: of each row only what is the validator's. */
  private static final String DUTIES_OF_ONE =
      """
      select d.tip_input_id, d.epoch, d.lowest_balance_gwei,
             d.first_validator + own.place as first_validator,
             substr(d.balances, 1 + own.place * (octet_length(d.balances) / own.validators),
               octet_length(d.balances) / own.validators) as balances,
             substr(d.marks, 1 + own.place, 1) as marks,
             substr(d.inclusion_distances, 1 + own.place, 1) as inclusion_distances,
             substr(d.committees, 1 + own.place * (octet_length(d.committees) / own.validators),
               octet_length(d.committees) / own.validators) as committees,
             e.previous_committee_count, e.previous_start_shard
      from duties d
        join epochs e on e.epoch = d.epoch and e.tip_input_id is not distinct from d.tip_input_id
        cross join lateral (
          select octet_length(d.marks) as validators,
            cast(:index as integer) - d.first_validator as place) own
      where d.epoch between :from and :to and d.first_validator = :first
        and own.place < own.validators
      """;

  private static final String PROPOSER_SLASHINGS =
      """
      select 'proposer_slashing' as kind, b.input_id, b.root, b.slot::text as slot, b.canonical
      from proposer_slashings o
        join verdicts v on v.input_id = o.input_id
        join blocks b on b.input_id = o.input_id
      where v.status = 'valid' and o.proposer_index = :index
      order by b.slot, b.input_id
      limit :limit
      """;

  private static final String ATTESTER_SLASHINGS =
      """
      select 'attester_slashing' as kind, b.input_id, b.root, b.slot::text as slot, b.canonical
      from attester_slashings o
        join verdicts v on v.input_id = o.input_id
        join blocks b on b.input_id = o.input_id
      where v.status = 'valid' and :index = any (o.validator_indices)
      order by b.slot, b.input_id
      limit :limit
      """;

  private static final int MOST_SLASHINGS = 32;

  private final Chain chain;
  private final Epochs epochs;
  private final Slots slots;
  private final BlockAttestations attestations;
  private final PastStates states;

  Validators(
      Chain chain, Epochs epochs, Slots slots, BlockAttestations attestations, PastStates states) {
    this.chain = chain;
    this.epochs = epochs;
    this.slots = slots;
    this.attestations = attestations;
    this.states = states;
  }

  /**
   * A validator at the end of an epoch.
   *
   * @param epoch the newest that has ended on the head's chain
   * @param balanceGwei Gwei, decimal
   * @param duty of the epoch before that, the newest whose votes are final
   */
  record Entry(
      long index,
      long epoch,
      String status,
      boolean slashed,
      String balanceGwei,
      Optional<DutyRow.Duty> duty) {}

  /**
   * What the state of the head has in its registry. Epochs are uint64, decimal; 2^64-1 is "never".
   *
   * @param effectiveBalanceGwei Gwei, decimal
   */
  record Registered(
      Bytes pubkey,
      Bytes withdrawalCredentials,
      String effectiveBalanceGwei,
      String activationEligibilityEpoch,
      String activationEpoch,
      String exitEpoch,
      String withdrawableEpoch) {

    private static Registered of(RegisteredValidator validator) {
      return new Registered(
          validator.pubkey(),
          validator.withdrawalCredentials(),
          Long.toUnsignedString(validator.effectiveBalance()),
          Long.toUnsignedString(validator.activationEligibilityEpoch()),
          Long.toUnsignedString(validator.activationEpoch()),
          Long.toUnsignedString(validator.exitEpoch()),
          Long.toUnsignedString(validator.withdrawableEpoch()));
    }
  }

  /**
   * A slot that was, or is, the validator's to propose.
   *
   * @param status as of slots
   */
  record Proposal(long slot, String status, Optional<Bytes> root) {}

  /**
   * How a validator stood at the end of an epoch.
   *
   * @param balanceGwei Gwei, decimal
   */
  record Balance(long epoch, String balanceGwei, String status) {}

  /**
   * An attestation duty and what became of it.
   *
   * @param inclusion the block that included the vote first; empty when none did, or only after 255
   *     slots or more
   */
  record Attested(@JsonUnwrapped DutyRow.Duty duty, Optional<Inclusion> inclusion) {}

  /**
   * Where a vote is.
   *
   * @param positions attestations of the validator's committee in that block; its own is among them
   */
  record Inclusion(long slot, Bytes root, List<Integer> positions) {}

  /** A slashing of the validator in a valid block, on whichever chain. */
  record Slashing(
      String kind, long inputId, Bytes root, String slot, Optional<Boolean> canonical) {}

  /**
   * A validator over several epochs.
   *
   * @param balances at the ends of the epochs after those of the duties, the latest first
   * @param duties the latest first
   * @param proposals in the same epochs and the running one, the latest first
   */
  record Detail(
      Entry validator,
      List<Balance> balances,
      List<DutyRow.Duty> duties,
      List<Proposal> proposals,
      List<Slashing> slashings) {}

  /** Validators from {@code from} on, by index. Empty while no epoch has ended. */
  Json.Page<List<Entry>> list(Handle handle, long from, int limit) {
    Network network = chain.network(handle);
    List<Entry> entries = new ArrayList<>();
    newest(handle, network, head(handle))
        .ifPresent(
            row -> {
              for (DutyRow duties : duties(handle, row, from, from + limit)) {
                for (int at = 0; at < duties.size() && entries.size() <= limit; at++) {
                  if (duties.first() + at >= from) {
                    entries.add(entry(duties, at, network));
                  }
                }
              }
            });
    boolean more = entries.size() > limit;
    return new Json.Page<>(
        more ? entries.subList(0, limit) : entries,
        new Json.Meta(more ? Optional.of(String.valueOf(from + limit)) : Optional.empty()));
  }

  /**
   * A validator, with the duties of at most {@code limit} epochs before {@code before}.
   *
   * @throws ApiException 404 when the registry of the newest ended epoch has no such index
   */
  Json.Page<Detail> detail(Handle handle, long index, OptionalLong before, int limit) {
    Network network = chain.network(handle);
    Branch branch = head(handle);
    Optional<Epochs.Row> newest = newest(handle, network, branch);
    // A row tells of the epoch before it.
    long below =
        before.isPresent()
            ? Math.min(before.getAsLong(), Integer.MAX_VALUE) + 1
            : branch.epoch(network) + 1;
    List<Epochs.Row> rows =
        epochs.ofChain(
            handle, network, branch, 1, Math.min(below, branch.epoch(network)), limit + 1);
    boolean more = rows.size() > limit;
    List<Epochs.Row> page = more ? rows.subList(0, limit) : rows;
    Map<Epochs.Row, DutyRow> known = ofOne(handle, newest.stream().toList(), index);
    Entry now =
        newest
            .flatMap(row -> Optional.ofNullable(known.get(row)))
            .map(found -> entry(found, 0, network))
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "There is no validator " + index + " at the end of an epoch."));
    List<DutyRow.Duty> duties = new ArrayList<>();
    List<Balance> balances = new ArrayList<>();
    Map<Epochs.Row, DutyRow> ofPage = ofOne(handle, page, index);
    for (Epochs.Row row : page) {
      Optional.ofNullable(ofPage.get(row))
          .ifPresent(
              found -> {
                balances.add(new Balance(row.epoch(), found.balance(0), found.status(0)));
                found.duty(0, network).ifPresent(duties::add);
              });
    }
    List<Slashing> slashings = new ArrayList<>(slashings(handle, PROPOSER_SLASHINGS, index));
    slashings.addAll(slashings(handle, ATTESTER_SLASHINGS, index));
    Optional<String> next =
        more
            ? Optional.of(String.valueOf(page.get(page.size() - 1).epoch() - 1))
            : Optional.empty();
    return new Json.Page<>(
        new Detail(
            now,
            balances,
            duties,
            proposals(handle, network, branch, page, before.isEmpty(), index),
            slashings),
        new Json.Meta(next));
  }

  /**
   * What the state of the head has of a validator.
   *
   * @throws ApiException 404 when it has none with this index; 503 when the state costs too much
   *     now
   */
  Registered registered(Handle handle, long index) {
    State state = states.post(handle, chain.standing(handle).head().root());
    if (index >= state.validators().size()) {
      throw ApiException.notFound("There is no validator " + index + " in the state of the head.");
    }
    return Registered.of(state.validators().get((int) index));
  }

  /**
   * A validator's attestations: its duties of at most {@code limit} epochs before {@code before},
   * each with the block that included its vote first.
   *
   * @throws ApiException 404 as {@link #detail}
   */
  Json.Page<List<Attested>> attestations(
      Handle handle, long index, OptionalLong before, int limit) {
    Json.Page<Detail> page = detail(handle, index, before, limit);
    List<DutyRow.Duty> duties = page.data().duties();
    if (duties.isEmpty()) {
      return new Json.Page<>(List.of(), page.meta());
    }
    Network network = chain.network(handle);
    long from = duties.get(duties.size() - 1).slot();
    long to = duties.get(0).slot() + DutyRow.MOST_DISTANCE;
    Map<Long, Slots.Block> blocks = new HashMap<>();
    slots.blocks(handle, network, head(handle), from, to).forEach(b -> blocks.put(b.slot(), b));
    Map<DutyRow.Duty, Slots.Block> including = new HashMap<>();
    for (DutyRow.Duty duty : duties) {
      duty.inclusionDistance()
          .filter(distance -> distance < DutyRow.MOST_DISTANCE)
          .map(distance -> blocks.get(duty.slot() + distance))
          .filter(block -> block.inputId().isPresent())
          .ifPresent(block -> including.put(duty, block));
    }
    Map<Long, Bytes> bytes =
        Blocks.bytes(
            handle, including.values().stream().flatMap(b -> b.inputId().stream()).toList());
    List<Attested> attested = new ArrayList<>();
    for (DutyRow.Duty duty : duties) {
      Optional<Slots.Block> block = Optional.ofNullable(including.get(duty));
      attested.add(
          new Attested(
              duty,
              block.map(
                  found ->
                      new Inclusion(
                          found.slot(),
                          found.root(),
                          attestations.positions(
                              bytes.get(found.inputId().orElseThrow()),
                              duty.epoch(),
                              duty.shard())))));
    }
    return new Json.Page<>(attested, page.meta());
  }

  private List<Proposal> proposals(
      Handle handle,
      Network network,
      Branch branch,
      List<Epochs.Row> rows,
      boolean latest,
      long index) {
    List<Proposal> proposals = new ArrayList<>();
    if (rows.isEmpty() && !latest) {
      return proposals;
    }
    int perEpoch = network.slotsPerEpoch();
    long tip = branch.slot().longValueExact();
    long from = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).epoch() * perEpoch;
    long to = latest ? tip : (rows.get(0).epoch() + 1) * perEpoch - 1;
    for (Slots.Block block : slots.proposed(handle, branch, from, to, index)) {
      proposals.add(new Proposal(block.slot(), "block", Optional.of(block.root())));
    }
    for (Epochs.Row row : rows) {
      for (EpochEntry.Missed missed : row.entry().missed()) {
        if (missed.proposerIndex().equals(Optional.of(index))) {
          proposals.add(new Proposal(missed.slot(), "missed", Optional.empty()));
        }
      }
    }
    if (latest) {
      epochs
          .running(handle, network)
          .ifPresent(row -> proposals.addAll(running(row, network, tip, index)));
    }
    proposals.sort(Comparator.comparingLong(Proposal::slot).reversed());
    return proposals;
  }

  /** Slots of the running epoch that were missed or are to come. */
  private static List<Proposal> running(Epochs.Row row, Network network, long tip, long index) {
    List<Proposal> proposals = new ArrayList<>();
    for (EpochEntry.Missed missed : row.entry().missed()) {
      if (missed.proposerIndex().equals(Optional.of(index))) {
        proposals.add(new Proposal(missed.slot(), "missed", Optional.empty()));
      }
    }
    long start = row.epoch() * network.slotsPerEpoch();
    for (int i = 0; i < row.proposers().size(); i++) {
      Integer proposer = row.proposers().get(i);
      if (start + i > tip && proposer != null && proposer.longValue() == index) {
        proposals.add(new Proposal(start + i, "open", Optional.empty()));
      }
    }
    return proposals;
  }

  private static List<Slashing> slashings(Handle handle, String query, long index) {
    return handle
        .createQuery(Reader.limited(query, MOST_SLASHINGS))
        .bind("index", BigDecimal.valueOf(index))
        .map(
            (row, context) -> {
              boolean canonical = row.getBoolean("canonical");
              Optional<Boolean> decided = row.wasNull() ? Optional.empty() : Optional.of(canonical);
              return new Slashing(
                  row.getString("kind"),
                  row.getLong("input_id"),
                  Bytes.wrap(row.getBytes("root")),
                  row.getString("slot"),
                  decided);
            })
        .list();
  }

  private Branch head(Handle handle) {
    return Branch.of(handle, chain, Branch.Asked.HEAD);
  }

  /** The newest epoch that has ended on the head's chain. */
  private Optional<Epochs.Row> newest(Handle handle, Network network, Branch branch) {
    return epochs.ofChain(handle, network, branch, 0, branch.epoch(network), 1).stream()
        .findFirst();
  }

  private record End(long epoch, OptionalLong tip) {}

  /** What each of these epochs has of one validator, alone in its row; none when it has nothing. */
  private static Map<Epochs.Row, DutyRow> ofOne(Handle handle, List<Epochs.Row> rows, long index) {
    if (rows.isEmpty() || index > Integer.MAX_VALUE) {
      return Map.of();
    }
    Map<End, DutyRow> ends = new HashMap<>();
    handle
        .createQuery(DUTIES_OF_ONE)
        .bind("index", index)
        .bind("from", rows.get(rows.size() - 1).epoch())
        .bind("to", rows.get(0).epoch())
        .bind("first", index / DutyRow.VALIDATORS * DutyRow.VALIDATORS)
        .map(
            (row, context) -> {
              DutyRow found = DutyRow.read(row);
              long tip = row.getLong("tip_input_id");
              OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(tip);
              return Map.entry(new End(found.epoch(), known), found);
            })
        .forEach(entry -> ends.put(entry.getKey(), entry.getValue()));
    Map<Epochs.Row, DutyRow> found = new IdentityHashMap<>();
    for (Epochs.Row row : rows) {
      Optional.ofNullable(ends.get(new End(row.epoch(), row.tipInputId())))
          .ifPresent(duties -> found.put(row, duties));
    }
    return found;
  }

  /** The rows that hold validators {@code from} to {@code to}. */
  private static List<DutyRow> duties(Handle handle, Epochs.Row row, long from, long to) {
    return handle
        .createQuery(DUTIES)
        .bind("epoch", row.epoch())
        .bind(
            "tip_input_id",
            row.tipInputId().isPresent() ? (Long) row.tipInputId().getAsLong() : null)
        .bind("first", from / DutyRow.VALIDATORS * DutyRow.VALIDATORS)
        .bind("last", to)
        .map((found, context) -> DutyRow.read(found))
        .list();
  }

  private static Entry entry(DutyRow duties, int at, Network network) {
    return new Entry(
        duties.first() + at,
        duties.epoch(),
        duties.status(at),
        duties.slashed(at),
        duties.balance(at),
        duties.duty(at, network));
  }
}
