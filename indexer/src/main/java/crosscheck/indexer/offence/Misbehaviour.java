package crosscheck.indexer.offence;

import static java.util.stream.Collectors.joining;

import crosscheck.bls.Bls;
import crosscheck.bls.SignatureChecker;
import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Evidence;
import crosscheck.spec.State;
import crosscheck.spec.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds who signed two blocks in an epoch, or contradicting votes, in all forks, and blocks of
 * which there are copies with other signatures. Writes {@code offences} with the operation that has
 * the culprits slashed, and {@code seen_pages}, from which a restart goes on.
 *
 * <p>Votes are taken from valid blocks: their signatures were checked. A proposal counts also when
 * the block is invalid, as long as the proposer did sign it. The slashings in valid blocks prove
 * what never came here as a block or a vote.
 */
public final class Misbehaviour implements Follower {

  private static final Logger log = LoggerFactory.getLogger(Misbehaviour.class);

  /** One opinion will do: what it refuses wrongly is an accusation less. */
  private static final SignatureChecker SIGNATURES = Bls.preferred()::verify;

  private final Following following;
  private final Handle handle;
  private final Evidence evidence;
  private final long slotsPerEpoch;
  private final ProposalBook proposals = new ProposalBook(ProposalBook.MAX_BLOCKS);
  private final VoteBook votes = new VoteBook(VoteBook.BUDGET_BYTES);
  private final SeenPages pages;
  private final Accusations accusations;

  /** Blocks of the transaction at hand, by id: one of them may be a copy of another block. */
  private final Set<Bytes32> roots = new TreeSet<>();

  private Instant last = Instant.EPOCH;

  /** What was found in the transaction at hand. */
  private final List<Runnable> found = new ArrayList<>();

  /** Takes up where the database is. */
  public Misbehaviour(Following following) {
    this.following = following;
    this.handle = following.handle();
    this.evidence = following.network().spec().evidence();
    this.slotsPerEpoch = following.network().spec().config().uint64("SLOTS_PER_EPOCH");
    this.pages = new SeenPages(handle);
    this.accusations = new Accusations(following, SIGNATURES);
    long start = System.nanoTime();
    pages.restore(proposals, votes);
    log.info(
        "watching for misbehaviour: {} blocks and votes for {} epochs remembered, in {} ms",
        proposals.blocks(),
        votes.epochs(),
        (System.nanoTime() - start) / 1_000_000);
  }

  @Override
  public void valid(Judged judged) {
    Block block = judged.judgement().block().orElseThrow();
    Bytes32 root = judged.judgement().root().orElseThrow();
    State post = judged.judgement().post().orElseThrow();
    accusations.learn(judged.inputId(), block);
    note(root, judged.at());
    proposed(judged, block, root);
    for (Vote vote : evidence.votes(block, post)) {
      Cast cast = Cast.of(judged.inputId(), vote);
      VoteBook.Entry entry = votes.enter(cast);
      if (entry.kept()) {
        pages.vote(cast);
      }
      for (Conflict conflict : entry.conflicts()) {
        found.add(() -> accusations.votes(conflict, judged.inputId(), judged.at(), root));
      }
    }
    slashings(judged, block, root);
  }

  /** After what is found in the block itself: what is proven without it is no news. */
  private void slashings(Judged judged, Block block, Bytes32 root) {
    for (Evidence.ProposerSlashed slashed : evidence.proposerSlashings(block)) {
      found.add(() -> accusations.slashed(slashed, judged.inputId(), judged.at(), root));
    }
    for (Evidence.AttesterSlashed slashed : evidence.attesterSlashings(block)) {
      found.add(() -> accusations.slashed(slashed, judged.inputId(), judged.at(), root));
    }
  }

  @Override
  public void invalid(Judged judged) {
    judged.judgement().root().ifPresent(root -> note(root, judged.at()));
    OptionalLong proposer = judged.judgement().proposerIndex();
    if (proposer.isPresent()) {
      Block block = judged.judgement().block().orElseThrow();
      following
          .states()
          .apply(block.parentRoot())
          .filter(parent -> evidence.signed(block, proposer.getAsLong(), parent, SIGNATURES))
          .ifPresent(
              parent -> {
                accusations.learn(judged.inputId(), block);
                proposed(judged, block, block.parentRoot());
              });
    }
  }

  private void note(Bytes32 root, Instant at) {
    roots.add(root);
    last = at;
  }

  /**
   * @param chain a valid block in whose state the proposer has his key
   */
  private void proposed(Judged judged, Block block, Bytes32 chain) {
    int proposer = Math.toIntExact(judged.judgement().proposerIndex().getAsLong());
    long epoch = Long.divideUnsigned(block.slot(), slotsPerEpoch);
    ProposalBook.Entry entry = proposals.enter(epoch, proposer, judged.inputId());
    if (entry.kept()) {
      pages.proposal(epoch, proposer, judged.inputId());
    }
    for (long other : entry.others()) {
      found.add(
          () ->
              accusations.proposals(epoch, proposer, other, judged.inputId(), judged.at(), chain));
    }
  }

  @Override
  public void moved(Judged by, Head before, Head after) {
    accusations.headMoved(after.root());
  }

  @Override
  public void write() {
    if (roots.isEmpty()) {
      return;
    }
    long floor =
        Long.compareUnsigned(votes.floor(), proposals.floor()) < 0
            ? proposals.floor()
            : votes.floor();
    votes.forgetBefore(floor);
    proposals.forgetBefore(floor);
    pages.write();
    pages.forgetBefore(floor);
    found.forEach(Runnable::run);
    found.clear();
    copies();
    roots.clear();
    accusations.forgetBlocks();
  }

  private void copies() {
    record Copy(Bytes32 root, long epoch, long first, long second) {}
    handle
        .createQuery(Sql.named("copied_blocks"))
        .bind("roots", roots.stream().map(Bytes32::toUnprefixedHexString).collect(joining(",")))
        .map(
            (row, context) ->
                new Copy(
                    Bytes32.wrap(row.getBytes("root")),
                    row.getBigDecimal("epoch").toBigIntegerExact().longValue(),
                    row.getLong("first_input_id"),
                    row.getLong("second_input_id")))
        .list()
        .forEach(copy -> accusations.copies(copy.root, copy.epoch, copy.first, copy.second, last));
  }
}
