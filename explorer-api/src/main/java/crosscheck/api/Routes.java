package crosscheck.api;

import static crosscheck.api.Parameters.BLOCK_ID;
import static crosscheck.api.Parameters.CURSOR;
import static crosscheck.api.Parameters.FORK;
import static crosscheck.api.Parameters.NODE;
import static crosscheck.api.Parameters.TIP;
import static crosscheck.api.Parameters.limit;
import static crosscheck.api.Route.delete;
import static crosscheck.api.Route.get;
import static crosscheck.api.Route.post;

import com.fasterxml.jackson.databind.node.ObjectNode;
import crosscheck.spec.Spec;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every URL of the explorer, and nothing else. The API is one table: an entry says how an address
 * is asked, which parameters it takes, what it answers with, and who reads that. All else follows
 * from the entry: that other parameters are refused, in which forms the answer can be had, the
 * index, the OpenAPI document. Entries stand in the order of {@code docs/api.md}, their manual; a
 * test holds the two together.
 *
 * <p>To add an address, add an entry:
 *
 * <pre>{@code
 * get("/api/v1/things", THINGS, "Things, the latest first.")   // method, path, group, summary
 *     .takes(limit(100, 500), CURSOR, NODE)                    // each parameter there may be
 *     .page(Thing.class, (handle, given) ->                    // the form of the answer: one,
 *         read.things.list(                                    // list, page, …, and the query
 *             handle, given.get(NODE), given.cursor(), given.limit())),
 * }</pre>
 *
 * and, for a new subject, a reader to {@link Readers}; a parameter with a form of its own is made
 * of those in {@link Parameters} ({@code uint64("slot", "Of this slot.")}) and kept in a constant
 * beside its reader, so that the entry and {@code given.get(…)} mean the same.
 */
final class Routes {

  static final String API = "/api/v1";

  private static final String NETWORK = "Network";
  private static final String BLOCKS = "Blocks";
  private static final String CHAIN = "Forks, epochs, slots";
  private static final String VALIDATORS = "Validators";
  private static final String NODES = "Nodes";
  private static final String VERDICTS = "Verdicts and offences";
  private static final String WATCHING = "Events and alerts";
  private static final String EXERCISES = "Exercises";
  private static final String SERVICE = "The service";
  private static final String BEACON = "Beacon API";
  private static final String NO_BODY = "";

  /** Media types of bodies. */
  private static final List<String> BLOCK_FORMS =
      List.of(Form.SSZ.mediaType(), Form.JSON.mediaType());

  private static final List<String> JSON = List.of(Form.JSON.mediaType());
  private static final List<String> SETTINGS = List.of(Form.JSON.mediaType(), "application/yaml");

  private static final Parameter<Integer> FORK_ID =
      Parameters.fork("fork_id", "Which fork.").inThePath();
  private static final Parameter<String> NODE_NAME = NODE.as("name", "Which node.").inThePath();
  private static final Parameter<String> CHECK_ID =
      Parameters.CHECK.as("check_id", "Which check.").inThePath();
  private static final Parameter<Long> EPOCH =
      Parameters.index("epoch", "Which epoch.").inThePath();
  private static final Parameter<Long> INDEX =
      Parameters.index("index", "Which validator.").inThePath();
  private static final Parameter<Long> OFFENCE_ID =
      Parameters.id("offence_id", "Which offence.", "a decimal id").inThePath();

  /** The service itself: what a process serves that serves nobody but those who watch over it. */
  private static final List<String> WATCHED = List.of("/api/v1/health", "/metrics");

  private final Optional<URI> address;
  private final List<Route> table;
  private final byte[] openApi;

  /**
   * @param spec whose containers stand in answers
   * @param read who reads the tables
   * @param reader connections for that
   * @param address where others reach the page
   */
  Routes(
      Spec spec,
      Readers read,
      Reader reader,
      EventStream stream,
      Metrics metrics,
      Optional<URI> address) {
    this.address = address;
    List<Route> all = new ArrayList<>(ours(read, reader, stream, metrics));
    all.addAll(beacon(read, reader, stream));
    this.table = List.copyOf(all);
    this.openApi = OpenApi.of(table, spec);
  }

  private List<Route> ours(Readers read, Reader reader, EventStream stream, Metrics metrics) {
    return List.of(
        get("/api/v1", SERVICE, "All addresses.")
            .one(Index.class, (handle, given) -> new Index(paths())),
        get("/api/v1/openapi.json", SERVICE, "This API as an OpenAPI 3.1 document.")
            .sends(Form.JSON.mediaType(), this::openApi),
        get("/api/v1/network", NETWORK, "Configuration, version of the spec, genesis, slot clock.")
            .one(
                Chain.NetworkNow.class,
                (handle, given) -> read.chain.networkNow(handle, read.events.latest(handle))),
        get("/api/v1/chain", NETWORK, "Where the chain stands: head, justified, finalized.")
            .one(Chain.Standing.class, (handle, given) -> read.chain.standing(handle)),
        get("/api/v1/search", NETWORK, "What a few characters may mean, the likeliest first.")
            .takes(Search.TEXT, limit(12, 50))
            .list(
                Search.Found.class,
                (handle, given) -> read.search.find(handle, given.of(Search.TEXT), given.limit())),
        get("/api/v1/blocks", BLOCKS, "Inputs, the latest arrival first, whatever their verdict.")
            .takes(BlockFilter.PARAMETERS)
            .page(BlockSummary.class, read.blockList::list),
        get("/api/v1/blocks/{block_id}", BLOCKS, "Blocks of a root or a slot, in detail.")
            .takes(BLOCK_ID)
            .list(
                BlockDetail.class,
                (handle, given) -> read.blocks.details(handle, given.of(BLOCK_ID)))
            .orSsz((handle, given) -> read.blocks.ssz(handle, given.of(BLOCK_ID))),
        get("/api/v1/blocks/{block_id}/ssz", BLOCKS, "The bytes as they came, to download.")
            .takes(BLOCK_ID)
            .download(
                given -> "block-" + given.text(BLOCK_ID) + ".ssz",
                (handle, given) -> read.blocks.ssz(handle, given.of(BLOCK_ID))),
        get("/api/v1/blocks/{block_id}/changes", BLOCKS, "What a block changed in the state.")
            .takes(BLOCK_ID, limit(500, 5000))
            .one(
                BlockChanges.Answer.class,
                (handle, given) -> read.changes.of(handle, given.of(BLOCK_ID), given.limit())),
        get("/api/v1/blocks/{block_id}/attestations", BLOCKS, "Its attestations, with committees.")
            .takes(BLOCK_ID)
            .list(
                BlockAttestations.Entry.class,
                (handle, given) -> read.attestations.of(handle, given.of(BLOCK_ID))),
        get("/api/v1/blocks/{block_id}/evidence", BLOCKS, "A zip to judge the block again with.")
            .takes(BLOCK_ID)
            .sends(
                EvidenceBundle.ZIP,
                (request, given) -> read.evidence.send(request, reader, given.of(BLOCK_ID))),
        get("/api/v1/forks", CHAIN, "Segments of the tree of valid blocks, the latest first.")
            .takes(limit(100, 500), CURSOR)
            .page(
                Forks.ForkJson.class,
                (handle, given) ->
                    read.forks.list(handle, given.cursor(Integer.MAX_VALUE), given.limit())),
        get("/api/v1/forks/{fork_id}", CHAIN, "A segment, and those that begin on it.")
            .takes(FORK_ID)
            .one(
                Forks.ForkDetail.class,
                (handle, given) -> read.forks.detail(handle, given.of(FORK_ID))),
        get("/api/v1/tree", CHAIN, "The tree of all blocks for drawing, now or after some import.")
            .takes(BlockTree.Asked.PARAMETERS)
            .oneKept(
                BlockTree.TreeJson.class,
                (handle, given) -> read.tree.question(handle, BlockTree.Asked.of(given)),
                (handle, given) -> read.tree.of(handle, BlockTree.Asked.of(given))),
        get("/api/v1/nodes", NODES, "How each node stands.")
            .takes(limit(100, 500), CURSOR)
            .page(
                Nodes.NodeJson.class,
                (handle, given) -> read.nodes.list(handle, given.cursor(0), given.limit())),
        get("/api/v1/nodes/{name}", NODES, "A node, what it said lately, and its reorgs.")
            .takes(NODE_NAME)
            .one(
                Nodes.NodeDetail.class,
                (handle, given) -> read.nodes.detail(handle, given.of(NODE_NAME))),
        get("/api/v1/nodes/{name}/lag", NODES, "How far behind a node was, the latest first.")
            .takes(NODE_NAME, limit(200, 1000), CURSOR)
            .page(
                NodeLag.LagJson.class,
                (handle, given) ->
                    NodeLag.page(
                        handle,
                        given.of(NODE_NAME),
                        given.cursor().orElse(Long.MAX_VALUE),
                        given.limit())),
        get("/api/v1/agreement", NODES, "Who agrees with whom: each node with each other and us.")
            .one(
                Agreement.AgreementJson.class,
                (handle, given) -> Agreement.now(handle, read.chain)),
        get("/api/v1/reorgs", CHAIN, "Heads that were left for another branch, the latest first.")
            .takes(limit(100, 500), CURSOR, NODE, Reorgs.WHOSE)
            .page(
                Reorgs.ReorgJson.class,
                (handle, given) -> read.reorgs.list(handle, Reorgs.Filter.of(given))),
        get("/api/v1/epochs", CHAIN, "Epochs of a chain, the latest first.")
            .takes(limit(16, 256), CURSOR, TIP, FORK)
            .page(EpochEntry.class, read.epochs::list),
        get("/api/v1/epochs/{epoch}", CHAIN, "An epoch on every chain that has ended it.")
            .takes(EPOCH)
            .list(
                EpochEntry.class,
                (handle, given) -> read.epochs.ofAllChains(handle, given.of(EPOCH))),
        get("/api/v1/epochs/{epoch}/committees", CHAIN, "Committees of an epoch on a chain.")
            .takes(EPOCH, limit(64, 1024), CURSOR, TIP, FORK)
            .page(
                Committees.Entry.class,
                (handle, given) ->
                    read.committees.ofEpoch(
                        handle,
                        Branch.Asked.of(given),
                        given.of(EPOCH),
                        given.cursor(0),
                        given.limit())),
        get("/api/v1/proposers", CHAIN, "Who proposes in this epoch, and a forecast of the next.")
            .list(Committees.Proposer.class, (handle, given) -> read.committees.proposers(handle)),
        get("/api/v1/slots", CHAIN, "Slots of a chain, missed ones too, the latest first.")
            .takes(limit(64, 512), CURSOR, TIP, FORK)
            .page(Slots.Entry.class, read.slots::list),
        get("/api/v1/validators", VALIDATORS, "Validators of the head's chain, by index.")
            .takes(limit(100, 1000), CURSOR)
            .page(
                Validators.Entry.class,
                (handle, given) -> read.validators.list(handle, given.cursor(0), given.limit())),
        get("/api/v1/validators/{index}", VALIDATORS, "A validator: duties, proposals, slashings.")
            .takes(INDEX, limit(16, 256), CURSOR)
            .oneWithPage(
                Validators.Detail.class,
                (handle, given) ->
                    read.validators.detail(handle, given.of(INDEX), given.cursor(), given.limit())),
        get("/api/v1/validators/{index}/registered", VALIDATORS, "Its key, balance and epochs.")
            .takes(INDEX)
            .one(
                Validators.Registered.class,
                (handle, given) -> read.validators.registered(handle, given.of(INDEX))),
        get("/api/v1/validators/{index}/attestations", VALIDATORS, "Its votes, and where they are.")
            .takes(INDEX, limit(16, 256), CURSOR)
            .page(
                Validators.Attested.class,
                (handle, given) ->
                    read.validators.attestations(
                        handle, given.of(INDEX), given.cursor(), given.limit())),
        get("/api/v1/verdicts", VERDICTS, "How many inputs have which verdict; latest failures.")
            .one(Verdicts.Summary.class, (handle, given) -> read.verdicts.summary(handle)),
        get("/api/v1/checks", VERDICTS, "Every check of the spec, and how often it failed.")
            .list(Verdicts.CheckCount.class, (handle, given) -> read.verdicts.checks(handle)),
        get("/api/v1/checks/{check_id}", VERDICTS, "A check, and how often it failed.")
            .takes(CHECK_ID)
            .one(
                Verdicts.CheckCount.class,
                (handle, given) -> read.verdicts.check(handle, given.of(CHECK_ID))),
        get("/api/v1/offences", VERDICTS, "Misbehaviour that is proven, the latest first.")
            .takes(limit(100, 500), CURSOR, Offences.KIND, Offences.VALIDATOR)
            .page(
                OffenceJson.class,
                (handle, given) -> read.offences.list(handle, Offences.Filter.of(given))),
        get("/api/v1/offences/{offence_id}", VERDICTS, "An offence with its evidence.")
            .takes(OFFENCE_ID)
            .one(
                OffenceJson.Detail.class,
                (handle, given) -> read.offences.detail(handle, given.of(OFFENCE_ID)))
            .orSsz((handle, given) -> read.offences.ssz(handle, given.of(OFFENCE_ID))),
        get("/api/v1/offences/{offence_id}/ssz", VERDICTS, "The operation for it, to download.")
            .takes(OFFENCE_ID)
            .download(
                given -> "offence-" + given.text(OFFENCE_ID) + ".ssz",
                (handle, given) -> read.offences.ssz(handle, given.of(OFFENCE_ID))),
        get("/api/v1/events", WATCHING, "What happened, the oldest first.")
            .takes(limit(100, 1000), CURSOR, Events.TYPE, Events.ORDER)
            .page(
                Event.class, (handle, given) -> read.events.page(handle, Events.Filter.of(given))),
        get("/api/v1/events/stream", WATCHING, "The same as server-sent events, from now on.")
            .takes(EventStream.AFTER, Events.TYPE)
            .sends("text/event-stream", stream::open),
        get("/api/v1/sources", SERVICE, "Where blocks come from.")
            .list(Sources.Source.class, (handle, given) -> read.sources.all(handle)),
        get("/api/v1/alerts", WATCHING, "What an operator should know, the latest opened first.")
            .takes(limit(50, 500), CURSOR, Alerts.STATE, Alerts.SEVERITY, Alerts.RULE)
            .page(
                Alerts.AlertJson.class,
                (handle, given) -> read.alerts.list(handle, Alerts.Filter.of(given))),
        get("/api/v1/alerts/{alert_id}", WATCHING, "One alert, and what happened to it.")
            .takes(Alerts.ALERT_ID)
            .one(
                Alerts.Detail.class,
                (handle, given) -> read.alerts.one(handle, given.of(Alerts.ALERT_ID))),
        get("/api/v1/alerts.rss", WATCHING, "The latest openings and ends of alerts as RSS 2.0.")
            .sends(AlertFeed.MEDIA_TYPE, (request, given) -> AlertFeed.send(request, reader, read)),
        get("/api/v1/exercises", EXERCISES, "Runs of exercises, the latest first.")
            .takes(limit(50, 500), CURSOR, Exercises.STATE, Exercises.EXERCISE)
            .page(
                Exercises.ExerciseJson.class,
                (handle, given) -> read.exercises.list(handle, Exercises.Filter.of(given))),
        get("/api/v1/exercises/matrix", EXERCISES, "Which clients passed which exercises together.")
            .one(Exercises.Matrix.class, (handle, given) -> read.exercises.matrix(handle)),
        get("/api/v1/exercises/{exercise_id}", EXERCISES, "A run: its goals, and what happened.")
            .takes(Exercises.EXERCISE_ID)
            .one(
                ObjectNode.class,
                (handle, given) -> read.exercises.report(handle, given.of(Exercises.EXERCISE_ID))),
        get(
                "/api/v1/exercises/{exercise_id}/report",
                EXERCISES,
                "The same to keep: Markdown, JSON.")
            .takes(Exercises.EXERCISE_ID)
            .sends(
                ExerciseReport.MEDIA_TYPE,
                (request, given) -> ExerciseReport.send(request, given, reader, read, address)),
        get("/api/v1/health", SERVICE, "Whether the parts work, and how far judging is behind.")
            .one(Health.Report.class, (handle, given) -> read.health.report(handle)),
        get("/metrics", SERVICE, "Prometheus' text form.").sends(Metrics.MEDIA_TYPE, metrics::send),
        post("/api/v1/blocks", BLOCKS, "Pushes one block.")
            .takes(Push.NODE, Push.CLAIM, Push.POST_STATE_ROOT, Push.WAIT)
            .changes(
                200,
                BLOCK_FORMS,
                Push.Pushed.class,
                (who, request, given) -> who.push().one(request, given)),
        post("/api/v1/blocks/batch", BLOCKS, "Pushes several blocks, all or none.")
            .takes(Push.NODE, Push.CLAIM, Push.WAIT)
            .changesSeveral(
                200,
                BLOCK_FORMS,
                Push.Pushed.class,
                (who, request, given) -> who.push().batch(request, given)),
        post("/api/v1/sources", SERVICE, "Adds a source.")
            .changes(201, SETTINGS, Sources.Named.class, Sources::add),
        delete("/api/v1/sources/<name>", SERVICE, "Removes a source.")
            .takes(Sources.NAME)
            .changes(204, List.of(), Sources::remove),
        post("/api/v1/exercises", EXERCISES, "Begins an exercise over the nodes that are followed.")
            .changes(201, SETTINGS, Exercises.Begun.class, Exercises::begin),
        post("/api/v1/alerts/{alert_id}/acknowledge", WATCHING, "Says that somebody deals with it.")
            .takes(Alerts.ALERT_ID)
            .changes(204, JSON, Alerts::acknowledge));
  }

  /** The read side of the standard Beacon API, as far as v0.8 and an explorer have it. */
  private static List<Route> beacon(Readers read, Reader reader, EventStream stream) {
    BeaconBlocks blocks = read.beaconBlocks;
    BeaconStates states = read.beaconStates;
    BeaconNode node = read.beaconNode;
    Parameter<?> block = BeaconBlocks.BLOCK_ID;
    Parameter<?> state = BeaconStates.STATE_ID;
    return List.of(
        get("/eth/v1/beacon/genesis", BEACON, "The start of the chain.")
            .one(BeaconNode.Genesis.class, (handle, given) -> node.genesis(handle)),
        get("/eth/v1/beacon/headers", BEACON, "Headers of a slot or a parent; else the head's.")
            .takes(BeaconBlocks.SLOT, BeaconBlocks.PARENT_ROOT)
            .beaconList(BeaconBlocks.Header.class, blocks::headers),
        get("/eth/v1/beacon/headers/{block_id}", BEACON, "The header of a block.")
            .takes(block)
            .beacon(BeaconBlocks.Header.class, blocks::header),
        get("/eth/v1/beacon/blocks/{block_id}", BEACON, "A valid block.")
            .takes(block)
            .beacon(BeaconBlocks.SignedBlock.class, blocks::block)
            .orSsz(blocks::ssz),
        get("/eth/v1/beacon/blocks/{block_id}/root", BEACON, "The root of a block.")
            .takes(block)
            .beacon(BeaconBlocks.Root.class, blocks::root),
        get("/eth/v1/beacon/blocks/{block_id}/attestations", BEACON, "Attestations of a block.")
            .takes(block)
            .beaconList(BeaconBlocks.IncludedAttestation.class, blocks::attestations),
        get("/eth/v1/beacon/states/{state_id}/root", BEACON, "The root of a state.")
            .takes(state)
            .beacon(BeaconStates.Root.class, states::root),
        get("/eth/v1/beacon/states/{state_id}/fork", BEACON, "Versions of a state's chain.")
            .takes(state)
            .beacon(BeaconStates.ForkVersions.class, states::fork),
        get("/eth/v1/beacon/states/{state_id}/finality_checkpoints", BEACON, "Its checkpoints.")
            .takes(state)
            .beacon(BeaconStates.FinalityCheckpoints.class, states::checkpoints),
        get("/eth/v1/beacon/states/{state_id}/validators", BEACON, "Its validators.")
            .takes(state, BeaconStates.IDS, BeaconStates.STATUS)
            .beaconList(BeaconStates.ValidatorEntry.class, states::validators),
        get("/eth/v1/beacon/states/{state_id}/validators/{validator_id}", BEACON, "One of them.")
            .takes(state, BeaconStates.VALIDATOR_ID)
            .beacon(BeaconStates.ValidatorEntry.class, states::validator),
        get("/eth/v1/beacon/states/{state_id}/validator_balances", BEACON, "Their balances.")
            .takes(state, BeaconStates.IDS)
            .beaconList(BeaconStates.Balance.class, states::balances),
        get("/eth/v1/beacon/states/{state_id}/committees", BEACON, "Committees of an epoch.")
            .takes(state, BeaconStates.EPOCH, BeaconStates.INDEX_IN_SLOT, BeaconBlocks.SLOT)
            .beaconList(BeaconStates.CommitteeEntry.class, states::committees),
        get("/eth/v1/config/spec", BEACON, "Every constant of the configuration.")
            .one(Object.class, (handle, given) -> node.spec(handle)),
        get("/eth/v1/config/fork_schedule", BEACON, "Forks, past and to come: there is the first.")
            .list(
                BeaconStates.ForkVersions.class,
                (handle, given) -> List.of(BeaconStates.ForkVersions.first())),
        get("/eth/v1/config/deposit_contract", BEACON, "Where deposits go.")
            .one(BeaconNode.DepositContract.class, (handle, given) -> node.depositContract(handle)),
        get("/eth/v1/node/version", BEACON, "Who answers.")
            .one(BeaconNode.Version.class, (handle, given) -> node.version()),
        get("/eth/v1/node/health", BEACON, "200, or 206 while inputs wait to be judged.")
            .sends(NO_BODY, (request, given) -> node.health(request, reader)),
        get("/eth/v1/node/syncing", BEACON, "How far we are.")
            .one(BeaconNode.Syncing.class, (handle, given) -> node.syncing(handle)),
        get("/eth/v1/events", BEACON, "What happens, as server-sent events of the Beacon API.")
            .takes(BeaconEvents.TOPICS)
            .sends(
                "text/event-stream",
                (request, given) -> read.beaconEvents.open(request, given, stream, reader)));
  }

  private void openApi(Context request, Given given) {
    Serving.answer(request, given, Form.JSON, openApi);
  }

  /**
   * What {@code /api/v1} answers.
   *
   * @param paths that can be read
   */
  record Index(List<String> paths) {}

  /** Registers what there is, the page with it. */
  void register(JavalinConfig config, Serving serving, WebPage page) {
    serving.register(config, table);
    // Views of the page; each is drawn by the same file.
    page.paths().forEach(path -> config.routes.get(path, page::view));
  }

  /** For a process that serves nobody but those who watch over it. */
  void registerHealth(JavalinConfig config, Serving serving) {
    serving.register(
        config, table.stream().filter(route -> WATCHED.contains(route.path())).toList());
  }

  /** Paths of the API that can be read. */
  List<String> paths() {
    return table.stream()
        .filter(route -> route.method() == HandlerType.GET)
        .map(Route::path)
        .toList();
  }

  /** The table. */
  List<Route> all() {
    return table;
  }
}
