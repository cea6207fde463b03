package crosscheck.indexer.offence;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The two books in the database: pages of some 1.5 KB, several for an epoch where there are many
 * validators. What is entered is appended to the epoch's last page, so little is ever rewritten.
 *
 * <p>A page stands for itself. Proposals: step of the input id, proposer. Votes: step of the input
 * id; position; number of the data within the page, from 1, or 0 for one that is new, and then its
 * fingerprint and the distance from source to target epoch; voters ({@link Indices}).
 */
final class SeenPages {

  private static final int PAGE_BYTES = 1_500;
  private static final int OPEN_AT_ONCE = 64;
  private static final int ROWS_AT_A_TIME = 100;

  private final Handle handle;
  private final Map<Long, Page> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Page> changed = new LinkedHashSet<>();

  /** Number of the last page of an epoch. */
  private final TreeMap<Long, Integer> last = new TreeMap<>(Long::compareUnsigned);

  SeenPages(Handle handle) {
    this.handle = handle;
  }

  private static final class Page {
    final long epoch;
    final int number;
    final PackedOutput proposals = new PackedOutput();
    final PackedOutput votes = new PackedOutput();
    final Map<Fingerprint, Integer> known = new HashMap<>();
    long lastProposal;
    long lastVote;
    int written;

    Page(long epoch, int number) {
      this.epoch = epoch;
      this.number = number;
    }

    int size() {
      return written + proposals.size() + votes.size();
    }
  }

  /**
   * Enters into the books what is in the database; they let go of the earliest when it is too much.
   */
  void restore(ProposalBook proposals, VoteBook votes) {
    try (var rows =
        handle
            .createQuery(Sql.named("seen_pages"))
            .setFetchSize(ROWS_AT_A_TIME)
            .map(
                (row, context) ->
                    new Row(
                        row.getBigDecimal("epoch").toBigIntegerExact().longValue(),
                        row.getInt("page"),
                        row.getBytes("proposals"),
                        row.getBytes("votes")))
            .iterator()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        last.merge(row.epoch, row.page, Math::max);
        enterProposals(row, proposals);
        enterVotes(row, votes);
      }
    }
  }

  private record Row(long epoch, int page, byte[] proposals, byte[] votes) {}

  private static void enterProposals(Row row, ProposalBook book) {
    PackedInput in = new PackedInput(row.proposals);
    long inputId = 0;
    while (in.hasMore()) {
      inputId += in.signed();
      book.enter(row.epoch, (int) in.varint(), inputId);
    }
  }

  private static void enterVotes(Row row, VoteBook book) {
    record Known(Fingerprint data, long source) {}
    PackedInput in = new PackedInput(row.votes);
    Map<Integer, Known> known = new HashMap<>();
    long inputId = 0;
    while (in.hasMore()) {
      inputId += in.signed();
      int position = (int) in.varint();
      int number = (int) in.varint();
      if (number == 0) {
        number = known.size() + 1;
        Fingerprint data = new Fingerprint(in.fixed(), in.fixed());
        known.put(number, new Known(data, row.epoch - in.varint()));
      }
      Known data = known.get(number);
      book.enter(new Cast(inputId, position, data.data, data.source, row.epoch, Indices.read(in)));
    }
  }

  void proposal(long epoch, int proposer, long inputId) {
    Page page = page(epoch);
    page.proposals.signed(inputId - page.lastProposal);
    page.proposals.varint(proposer);
    page.lastProposal = inputId;
  }

  void vote(Cast cast) {
    Page page = page(cast.targetEpoch());
    page.votes.signed(cast.inputId() - page.lastVote);
    page.votes.varint(cast.position());
    page.lastVote = cast.inputId();
    Integer number = page.known.get(cast.data());
    if (number == null) {
      page.known.put(cast.data(), page.known.size() + 1);
      page.votes.varint(0);
      page.votes.fixed(cast.data().high());
      page.votes.fixed(cast.data().low());
      page.votes.varint(cast.targetEpoch() - cast.sourceEpoch());
    } else {
      page.votes.varint(number);
    }
    Indices.write(page.votes, cast.voters());
  }

  private Page page(long epoch) {
    Page page = open.get(epoch);
    if (page == null || page.size() >= PAGE_BYTES) {
      // Also after a restart: what an older page knows is not known any more.
      page = new Page(epoch, last.merge(epoch, 1, Integer::sum));
      open.put(epoch, page);
      if (open.size() > OPEN_AT_ONCE) {
        open.remove(open.keySet().iterator().next());
      }
    }
    changed.add(page);
    return page;
  }

  /** Writes what was entered since the last time. */
  void write() {
    if (changed.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(Sql.named("append_seen_page"));
    for (Page page : changed) {
      page.written = page.size();
      batch
          .bind("epoch", Columns.unsigned(page.epoch))
          .bind("page", page.number)
          .bind("proposals", page.proposals.take())
          .bind("votes", page.votes.take())
          .add();
    }
    batch.execute();
    changed.clear();
  }

  /** Lets go of earlier epochs. */
  void forgetBefore(long epoch) {
    if (!last.isEmpty() && Long.compareUnsigned(last.firstKey(), epoch) < 0) {
      last.headMap(epoch, false).clear();
      BigDecimal first = Columns.unsigned(epoch);
      handle.createUpdate(Sql.named("forget_seen_pages")).bind("epoch", first).execute();
    }
  }
}
