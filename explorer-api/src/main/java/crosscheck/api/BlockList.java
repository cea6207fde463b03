package crosscheck.api;

import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The list of inputs, by any filter. */
final class BlockList {

  /** What a node delivered, in the order of the list; a copy seen twice stands there once. */
  private static final String NODE_ID = "select id from nodes where name = :node";

  /** As many as a page can need, of what the node delivered first and of what it delivered too. */
  private static final String DELIVERED =
      """
      join (
          (select id as input_id
           from inputs
           where node_id = NODE and id < BEFORE
           order by 1 desc
           limit :limit)
          union
          (select distinct input_id
           from further_observations
           where node_id = NODE and input_id < BEFORE
           order by 1 desc
           limit :limit)) delivered on delivered.input_id = v.input_id
      """;

  /** Asked of each block that the other conditions find, which are mostly few. */
  private static final String IS_DELIVERED =
      """
      exists (
          select from observations o where o.input_id = v.input_id and o.node_id = NODE offset 0)""";

  /** What comes after the finalized block, or is not judged: each found by its own index. */
  private static final String UNDECIDED =
      """
      not v.off_chain and v.input_id in (
            select d.input_id
            from decoded_blocks d
            where d.slot > coalesce((
              select f.slot
              from heads h join decoded_blocks f on f.root = h.finalized_root
              where h.import_order = (select max(import_order) from head_changes)
              limit 1), -1)
            union all
            select u.input_id from open_verdicts u)      """;

  private final Spec spec;
  private final BlockRows rows;
  private final Set<String> forkChoiceChecks;

  BlockList(Spec spec, BlockRows rows) {
    this.spec = spec;
    this.rows = rows;
    this.forkChoiceChecks =
        spec.checks().stream()
            .filter(check -> check.function().equals("on_block"))
            .map(Check::id)
            .collect(Collectors.toSet());
  }

  /**
   * A page of inputs, the latest first.
   *
   * @param asked what the request says
   */
  Json.Page<List<BlockSummary>> list(Handle handle, Given asked) {
    return list(handle, BlockFilter.of(asked, (int) spec.config().uint64("SLOTS_PER_EPOCH")));
  }

  /** A page of inputs, the latest first. */
  Json.Page<List<BlockSummary>> list(Handle handle, BlockFilter filter) {
    String sql = Reader.limited(sql(handle, filter), filter.limit() + 1);
    Query query = handle.createQuery(sql);
    filter.fromSlot().ifPresent(slot -> query.bind("from_slot", new BigDecimal(slot)));
    filter.toSlot().ifPresent(slot -> query.bind("to_slot", new BigDecimal(slot)));
    filter.proposer().ifPresent(index -> query.bind("proposer", index));
    filter.graffiti().ifPresent(text -> Graffiti.bind(query, sql, text));
    filter.check().ifPresent(check -> query.bind("check", check));
    filter.fork().ifPresent(fork -> query.bind("fork", fork));
    filter.before().ifPresent(id -> query.bind("before", id));
    List<BlockSummary> found = rows.summaries(query);
    return Json.Page.of(
        found, filter.limit(), block -> String.valueOf(block.inputId().orElseThrow()));
  }

  /** The statement for a list; a test looks at its plans. */
  String sql(Handle handle, BlockFilter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    if (!filter.verdicts().isEmpty()) {
      conditions.add(
          filter.verdicts().stream()
              .map(VerdictWord::condition)
              .collect(Collectors.joining(" or ", "(", ")")));
    }
    filter.fromSlot().ifPresent(slot -> conditions.add("b.slot >= :from_slot"));
    filter.toSlot().ifPresent(slot -> conditions.add("b.slot <= :to_slot"));
    filter.proposer().ifPresent(index -> conditions.add("v.proposer_index = :proposer"));
    filter.graffiti().ifPresent(text -> conditions.add(Graffiti.condition(handle, text)));
    filter.check().ifPresent(check -> conditions.add(columnOf(check) + " = :check"));
    filter.fork().ifPresent(fork -> conditions.add("v.fork_id = :fork"));
    filter
        .canonical()
        .ifPresent(
            word ->
                conditions.add(
                    word.map(decided -> decided ? BlockRows.CANONICAL : "v.off_chain")
                        .orElse(UNDECIDED)));
    boolean ofBlocks = conditions.stream().anyMatch(condition -> condition.contains("b."));
    boolean nodeAlone = filter.node().isPresent() && conditions.size() == 1;
    // As a number, so that the database knows whether it has delivered much or little.
    String node = filter.node().map(name -> numberOf(handle, name)).orElse("none");
    if (filter.node().isPresent() && !nodeAlone) {
      conditions.add(IS_DELIVERED.replace("NODE", node));
    }
    String before = filter.before().isPresent() ? ":before" : Long.MAX_VALUE + "";
    // The page is found first, in as few tables as it needs; what it shows is looked up after that.
    // The bound stands for each of them: the database does not carry it over from one to another,
    // and would read all that is later to join them.
    filter.before().ifPresent(id -> conditions.add("v.input_id < :before"));
    if (ofBlocks) {
      filter.before().ifPresent(id -> conditions.add("b.input_id < :before"));
    }
    return BlockRows.SUMMARIES
        + "join (\n  select v.input_id\n  from verdicts v\n"
        + (ofBlocks ? "  join decoded_blocks b on b.input_id = v.input_id\n" : "")
        + (nodeAlone ? DELIVERED.replace("NODE", node).replace("BEFORE", before) : "")
        + "  where "
        + String.join("\n  and ", conditions)
        + "\n  order by v.input_id desc\n  limit :limit) page"
        + " on page.input_id = v.input_id\norder by v.input_id desc";
  }

  /** No node has the number 0. */
  private static String numberOf(Handle handle, String node) {
    return handle.createQuery(NODE_ID).bind("node", node).mapTo(String.class).findOne().orElse("0");
  }

  /** Fork choice and the transition have each a column for the check that failed first. */
  private String columnOf(String check) {
    return forkChoiceChecks.contains(check) ? "v.fork_choice_check" : "v.failure_check";
  }
}
