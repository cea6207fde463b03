package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.bls.Bls;
import crosscheck.chains.PlainOffences;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.spec.Evidence.Refusal;
import crosscheck.spec.v08.AttesterSlashing;
import crosscheck.spec.v08.ProposerSlashing;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Misbehaviour through the whole of the indexer. */
final class OffencesTest {

  private static final String COPIES = " kind = 'block_copies'";
  private static final String WITH_EVIDENCE =
      "select * from offences where kind <> 'block_copies' order by id";

  private final ReferenceChain chain = ReferenceChain.of("offences-24");

  @Test
  void areAllFoundWithOperationsThatAreAccepted() throws Exception {
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(chain.entries());
      service.awaitJudged();

      assertThat(found(service)).isEqualTo(reference()).hasSize(53);
      requireAcceptedOperations(service);
      requireOneEventEach(service);
    }
  }

  @Test
  void areFoundAcrossRestartsAndOnceOnly() throws Exception {
    Database database = TestDatabase.create();
    String url = database.url();
    int from = 0;
    for (int to : List.of(11, 43, 44, 66, 80, 100, 126)) {
      try (Service service =
          new Service(chain, from == 0 ? database : Database.external(url), List.of()).start()) {
        service.receive(chain.entries().subList(from, to));
        service.awaitJudged();
        from = to;
        if (to == 126) {
          assertThat(found(service)).isEqualTo(reference());
          requireOneEventEach(service);
        }
      }
    }
    // And the same blocks once more, to a process that has everything from the database.
    try (Service service = new Service(chain, Database.external(url), List.of()).start()) {
      service.receive(chain.entries());
      service.awaitJudged();
      assertThat(found(service)).isEqualTo(reference());
    }
  }

  @Test
  void areTheSameWithTheBranchesInAnotherOrder() throws Exception {
    List<ReferenceChain.Entry> entries = new ArrayList<>(chain.entries());
    entries.sort(
        Comparator.comparing(
            entry -> List.of("branch M", "branch B", "branch A").indexOf(entry.text("category"))));
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(entries);
      service.awaitJudged();
      assertThat(service.number("select count(*) from verdicts where status <> 'valid'")).isZero();
      assertThat(found(service)).isEqualTo(reference());
      requireAcceptedOperations(service);
    }
  }

  /** One of the two blocks comes only after the slashing for them. */
  @Test
  void ofWhichOnlyASlashingCameStandThereWithItAndNotAgainWhenTheEvidenceComes() throws Exception {
    List<ReferenceChain.Entry> withheld =
        chain.entries().stream()
            .filter(entry -> entry.text("root").startsWith("0x6ff970e9"))
            .toList();
    List<ReferenceChain.Entry> first = new ArrayList<>(chain.entries());
    first.removeAll(withheld);
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(first);
      service.awaitJudged();
      String bySlashing =
          """
          select o.kind || ' ' || o.validator_indices::text || ' in slot ' || b.slot || ' at '
            || o.slashing_position || ' ' || (e.payload ->> 'slot') || ' '
            || (e.payload ->> 'root' = '0x' || encode(b.root, 'hex'))
          from offences o
          join blocks b on b.input_id = o.first_input_id and b.input_id = o.second_input_id
          join events e on e.payload ->> 'offence_id' = o.id::text
          where o.slashing_position is not null
          order by o.id
          """;
      assertThat(service.lines(bySlashing))
          .containsExactly("double_proposal {12} in slot 14 at 0 14 true");

      service.receive(withheld);
      service.awaitJudged();
      assertThat(service.lines(bySlashing)).hasSize(1);
      assertThat(found(service)).isEqualTo(reference());
      requireAcceptedOperations(service);
      requireOneEventEach(service);
    }
  }

  @Test
  void ofInvalidBlocksCountWhenTheyAreSignedAndCopiesAccuseNobody() {
    ReferenceChain invalid = ReferenceChain.of("invalid-16");
    try (Service service = new Service(invalid, TestDatabase.create(), List.of()).start()) {
      service.receive(invalid.entries());
      service.awaitJudged();

      List<Map<String, Object>> rows = service.rows(WITH_EVIDENCE);
      assertThat(rows).isNotEmpty();
      rows.forEach(row -> assertThat(refusal(invalid, row)).as("%s", row).isEmpty());
      assertThat(
              service.lines(
                  """
                  select distinct v.status::text
                  from offences o join verdicts v on v.input_id in (o.first_input_id, o.second_input_id)
                  where o.kind = 'double_proposal'
                  order by 1
                  """))
          .containsExactly("invalid", "valid");
      assertThat(service.lines("select encode(block_root, 'hex') from offences where" + COPIES))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              service.lines(
                  """
                  select encode(b.root, 'hex')
                  from blocks b join verdicts v on v.input_id = b.input_id
                  where v.status in ('valid', 'invalid')
                  group by b.root
                  having count(*) > 1 and bool_or(v.status = 'valid')
                  """));
      assertThat(
              service.number(
                  """
                  select count(*)
                  from offences o
                  join blocks a on a.input_id = o.first_input_id
                  join blocks b on b.input_id = o.second_input_id
                  where (a.root <> o.block_root or b.root <> o.block_root or a.hash = b.hash
                    or o.validator_indices <> '{}') and """
                      + COPIES))
          .isZero();
      requireOneEventEach(service);
    }
  }

  @Test
  void takeFewBytesABlockToRemember() {
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      for (ReferenceChain.Entry entry : chain.entries()) {
        service.receive(entry.ssz());
      }
      service.awaitJudged();

      assertThat(service.number("select sum(length(proposals) + length(votes)) from seen_pages"))
          .isLessThan(126 * 60);
    }
  }

  /** In the words of {@link PlainOffences}; rows that extend another are one with it. */
  private SortedSet<String> found(Service service) throws Exception {
    SortedMap<String, SortedSet<Integer>> merged = new TreeMap<>();
    for (Map<String, Object> row : service.rows(WITH_EVIDENCE)) {
      List<Bytes32> pair = new ArrayList<>();
      if (operation(chain, row) instanceof AttesterSlashing slashing) {
        pair.add(chain.spec().ssz().hashTreeRoot(slashing.attestation1().data()));
        pair.add(chain.spec().ssz().hashTreeRoot(slashing.attestation2().data()));
      } else if (operation(chain, row) instanceof ProposerSlashing slashing) {
        pair.add(chain.spec().ssz().signingRoot(slashing.header1()));
        pair.add(chain.spec().ssz().signingRoot(slashing.header2()));
      }
      if (!row.get("kind").toString().equals("surround_vote")) {
        pair.sort(Comparator.naturalOrder());
      }
      SortedSet<Integer> validators =
          merged.computeIfAbsent(
              row.get("kind") + " " + pair.get(0) + " " + pair.get(1), key -> new TreeSet<>());
      assertThat(validators.isEmpty()).isEqualTo(row.get("extends_id") == null);
      for (int validator : validators(row)) {
        assertThat(validators.add(validator)).as("named once").isTrue();
      }
    }
    SortedSet<String> lines = new TreeSet<>();
    merged.forEach((pair, validators) -> lines.add(pair + " " + validators));
    return lines;
  }

  private static List<Integer> validators(Map<String, Object> row) throws Exception {
    return List.of((Integer[]) ((java.sql.Array) row.get("validator_indices")).getArray());
  }

  private SortedSet<String> reference() throws IOException {
    return PlainOffences.ofReference(
        new ObjectMapper().readTree(Files.readAllBytes(chain.folder().resolve("index.json"))));
  }

  private static Object operation(ReferenceChain chain, Map<String, Object> row) throws Exception {
    Class<?> container =
        row.get("kind").toString().equals("double_proposal")
            ? ProposerSlashing.class
            : AttesterSlashing.class;
    return chain.spec().ssz().decode(container, Bytes.wrap((byte[]) row.get("operation_ssz")));
  }

  /** By genesis, where nobody is slashed yet. */
  private static Optional<Refusal> refusal(ReferenceChain chain, Map<String, Object> row) {
    try {
      Bls bls = Bls.preferred();
      return chain.spec().evidence().refusal(operation(chain, row), chain.genesis(), bls::verify);
    } catch (Exception e) {
      throw new AssertionError(row.toString(), e);
    }
  }

  private void requireAcceptedOperations(Service service) {
    int refused = 0;
    for (Map<String, Object> row : service.rows(WITH_EVIDENCE)) {
      assertThat(refusal(chain, row)).as("%s", row).isEmpty();
      if (row.get("refusal_check") != null) {
        assertThat(row.get("refusal_check").toString())
            .isIn("PROPOSER_SLASHING_SLASHABLE", "ATTESTER_SLASHING_ANY_SLASHED");
        refused++;
      }
    }
    // Those of validators 2, 6 and 12 that came after they had been slashed.
    assertThat(refused).isBetween(1, 15);
  }

  private static void requireOneEventEach(Service service) {
    assertThat(
            service.lines(
                """
                select payload ->> 'offence_id' || ' ' || (payload ->> 'kind') || ' '
                  || translate(payload ->> 'validators', '[]" ', '{}')
                from events
                where type = 'offence_found'
                order by id
                """))
        .isEqualTo(
            service.lines(
                "select id || ' ' || kind || ' ' || validator_indices::text from offences order by id"));
  }
}
