package crosscheck.api;

import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Misbehaviour, and the operations that have somebody slashed for it. */
final class Offences {

  /** The kinds, in the words of the database. */
  static final List<String> KINDS =
      List.of("double_proposal", "double_vote", "surround_vote", "block_copies");

  static final Parameter<String> KIND = Parameters.oneOf("kind", "Offences of this kind.", KINDS);
  static final Parameter<Long> VALIDATOR =
      Parameters.validator("validator", "Offences of this validator.");

  private static final String COLUMNS =
      """
      select o.id, o.kind, o.found_at, o.epoch, o.validator_indices, o.extends_id, o.checked_root,
        o.refusal_check, o.refusal_message, o.operation_ssz, o.slashing_position,
        o.first_input_id, o.first_position, a.root as first_root, a.hash as first_hash,
        a.slot as first_slot, va.status as first_status,
        o.second_input_id, o.second_position, b.root as second_root, b.hash as second_hash,
        b.slot as second_slot, vb.status as second_status
      from offences o
      join blocks a on a.input_id = o.first_input_id
      join verdicts va on va.input_id = o.first_input_id
      join blocks b on b.input_id = o.second_input_id
      join verdicts vb on vb.input_id = o.second_input_id
      """;

  private static final String ONE = COLUMNS + "where o.id = :offence_id\n";

  private static final String THESE = COLUMNS + "where o.id = any (:these)\norder by o.id desc\n";

  private static final String SLASHED_IN =
      """
      select s.operation, s.input_id, b.root, b.slot, b.canonical
      from (
        select 'proposer_slashing' as operation, p.input_id
        from offences o
        join proposer_slashings p on p.proposer_index = any(o.validator_indices)
        where o.id = :offence_id
        union
        select 'attester_slashing', a.input_id
        from offences o
        join attester_slashings a on exists (
          select 1
          from unnest(a.validator_indices) as accused(index)
          where accused.index = any(o.validator_indices))
        where o.id = :offence_id) s
      join blocks b on b.input_id = s.input_id
      join verdicts v on v.input_id = s.input_id
      where v.status = 'valid'
      order by b.slot, s.input_id
      limit 100
      """;

  private final Spec spec;

  Offences(Spec spec) {
    this.spec = spec;
  }

  /**
   * What a list shows.
   *
   * @param kind one of {@link #KINDS}; all when empty
   * @param validator of this one only
   * @param before ids below this one: where the page before ended
   */
  record Filter(Optional<String> kind, Optional<Long> validator, OptionalLong before, int limit) {

    static Filter of(Given given) {
      return new Filter(given.get(KIND), given.get(VALIDATOR), given.cursor(), given.limit());
    }
  }

  private record Row(OffenceJson offence, Optional<Bytes> operation) {}

  /** A page, the latest first. */
  Json.Page<List<OffenceJson>> list(Handle handle, Filter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    filter.kind().ifPresent(kind -> conditions.add("o.kind = cast(:kind as offence_kind)"));
    filter
        .validator()
        .ifPresent(
            v -> conditions.add("o.validator_indices @> array[cast(:validator as integer)]"));
    filter.before().ifPresent(id -> conditions.add("o.id < :before"));
    // Who they are is asked first: how many offences a validator has is known only then, and a
    // statement of many tables is dear to plan.
    Query query =
        handle.createQuery(
            "select o.id from offences o where "
                + String.join(" and ", conditions)
                + " order by o.id desc limit "
                + (filter.limit() + 1));
    filter.kind().ifPresent(kind -> query.bind("kind", kind));
    filter.validator().ifPresent(validator -> query.bind("validator", validator));
    filter.before().ifPresent(id -> query.bind("before", id));
    List<OffenceJson> found =
        handle
            .createQuery(THESE)
            .bindArray("these", Long.class, query.mapTo(Long.class).list())
            .map((row, context) -> row(row).offence())
            .list();
    return Json.Page.of(found, filter.limit(), offence -> String.valueOf(offence.id()));
  }

  /**
   * One with its evidence.
   *
   * @throws ApiException 404 when there is none
   */
  OffenceJson.Detail detail(Handle handle, long id) {
    Row row = one(handle, id);
    return new OffenceJson.Detail(
        row.offence(),
        row.operation().map(ssz -> plain(row.offence().kind(), ssz)),
        slashedIn(handle, id));
  }

  /**
   * SSZ of the operation.
   *
   * @throws ApiException 404 when there is none
   */
  Bytes ssz(Handle handle, long id) {
    return one(handle, id)
        .operation()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "Offence " + id + " is copies of a block, for which nobody can be slashed."));
  }

  private static Row one(Handle handle, long id) {
    return handle
        .createQuery(ONE)
        .bind("offence_id", id)
        .map((row, context) -> row(row))
        .findOne()
        .orElseThrow(() -> ApiException.notFound("No offence " + id + " is known here."));
  }

  private static List<OffenceJson.Slashing> slashedIn(Handle handle, long id) {
    return handle
        .createQuery(SLASHED_IN)
        .bind("offence_id", id)
        .map(
            (row, context) ->
                new OffenceJson.Slashing(
                    row.getString("operation"),
                    row.getLong("input_id"),
                    Bytes.wrap(row.getBytes("root")),
                    row.getString("slot"),
                    Optional.ofNullable((Boolean) row.getObject("canonical"))))
        .list();
  }

  private Object plain(String kind, Bytes ssz) {
    String container = kind.equals("double_proposal") ? "ProposerSlashing" : "AttesterSlashing";
    try {
      return spec.ssz().toPlain(spec.ssz().decode(spec.containers().get(container), ssz));
    } catch (SszException e) {
      throw new IllegalStateException("a stored " + container + " does not decode", e);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    Integer[] validators = (Integer[]) row.getArray("validator_indices").getArray();
    long extended = row.getLong("extends_id");
    Optional<Long> extendsId = row.wasNull() ? Optional.empty() : Optional.of(extended);
    Optional<OffenceJson.Refusal> refusal =
        row.getString("refusal_check") == null
            ? Optional.empty()
            : Optional.of(
                new OffenceJson.Refusal(
                    row.getString("refusal_check"), row.getString("refusal_message")));
    OffenceJson offence =
        new OffenceJson(
            row.getLong("id"),
            row.getString("kind"),
            row.getTimestamp("found_at").toInstant(),
            row.getString("epoch"),
            Arrays.stream(validators).map(Integer::longValue).toList(),
            extendsId,
            side(row, "first"),
            side(row, "second"),
            Optional.ofNullable((Integer) row.getObject("slashing_position")),
            Optional.ofNullable(row.getBytes("checked_root")).map(Bytes::wrap),
            refusal);
    return new Row(offence, Optional.ofNullable(row.getBytes("operation_ssz")).map(Bytes::wrap));
  }

  private static OffenceJson.Side side(ResultSet row, String which) throws SQLException {
    Optional<Integer> position = Optional.ofNullable((Integer) row.getObject(which + "_position"));
    return new OffenceJson.Side(
        row.getLong(which + "_input_id"),
        Bytes.wrap(row.getBytes(which + "_root")),
        Bytes.wrap(row.getBytes(which + "_hash")),
        row.getString(which + "_slot"),
        VerdictWord.of(row.getString(which + "_status"), Optional.empty()).word(),
        position);
  }
}
