package crosscheck.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * Every URL of the explorer, and nothing else: what is asked, which parameters it takes, who
 * answers. {@code docs/api.md} is their manual; a test holds the two together.
 */
final class Routes {

  static final String API = "/api/v1";

  private static final String JSON = "application/json";
  private static final String SSZ = "application/octet-stream";
  private static final String CURSOR = "the next_cursor of the page before";
  private static final int BLOCKS_USUAL = 50;
  private static final int BLOCKS_MOST = 500;
  private static final long MAX_INT = Integer.MAX_VALUE;
  private static final int LIST_USUAL = 100;
  private static final int LIST_MOST = 500;
  private static final int EPOCHS_USUAL = 16;
  private static final int EPOCHS_MOST = 256;
  private static final int SLOTS_USUAL = 64;
  private static final int SLOTS_MOST = 512;
  private static final int VALIDATORS_USUAL = 100;
  private static final int VALIDATORS_MOST = 1000;
  private static final int ALERTS_USUAL = 50;
  private static final int ALERTS_MOST = 500;
  private static final int EVENTS_USUAL = 100;
  private static final int EVENTS_MOST = 1000;

  private final Reader reader;
  private final Chain chain;
  private final Blocks blocks;
  private final Verdicts verdicts;
  private final Forks forks;
  private final Nodes nodes;
  private final Reorgs reorgs;
  private final Offences offences;
  private final Epochs epochs;
  private final Slots slots;
  private final Validators validators;
  private final Events events;
  private final EventStream stream;
  private final Health health;
  private final Alerts alerts = new Alerts();
  private final Metrics metrics;
  private final WebPage page;
  private final Sources sources = new Sources();
  private final Optional<Changing> changing;
  private final Map<String, Handler> api = new LinkedHashMap<>();

  /** Who answers requests that change something. */
  record Changing(
      Access access, Push push, SourceControl sources, Acknowledgements acknowledgements) {}

  /** An address that changes something; it asks {@link Access} first. */
  private record Change(HandlerType method, String path, Function<Changing, Handler> handler) {}

  private final List<Change> changes =
      List.of(
          new Change(HandlerType.POST, API + "/blocks", who -> who.push()::one),
          new Change(HandlerType.POST, API + "/blocks/batch", who -> who.push()::batch),
          new Change(HandlerType.POST, API + "/sources", who -> r -> addSource(who, r)),
          new Change(HandlerType.DELETE, API + "/sources/<name>", who -> r -> removeSource(who, r)),
          new Change(
              HandlerType.POST,
              API + "/alerts/{alert_id}/acknowledge",
              who -> r -> acknowledge(who, r)));

  Routes(
      Reader reader,
      Chain chain,
      Blocks blocks,
      Verdicts verdicts,
      Forks forks,
      Nodes nodes,
      Reorgs reorgs,
      Offences offences,
      Events events,
      EventStream stream,
      Health health,
      Metrics metrics,
      WebPage page,
      Optional<Changing> changing) {
    this.reader = reader;
    this.chain = chain;
    this.blocks = blocks;
    this.verdicts = verdicts;
    this.forks = forks;
    this.nodes = nodes;
    this.reorgs = reorgs;
    this.offences = offences;
    this.epochs = new Epochs(chain);
    this.slots = new Slots(chain, epochs);
    this.validators = new Validators(chain, epochs, slots);
    this.events = events;
    this.stream = stream;
    this.health = health;
    this.metrics = metrics;
    this.page = page;
    this.changing = changing;
    api.put(API, this::index);
    api.put(API + "/network", this::network);
    api.put(API + "/chain", this::standing);
    api.put(API + "/blocks", this::listBlocks);
    api.put(API + "/blocks/{block_id}", this::block);
    api.put(API + "/blocks/{block_id}/ssz", this::blockSsz);
    api.put(API + "/forks", this::listForks);
    api.put(API + "/forks/{fork_id}", this::fork);
    api.put(API + "/nodes", this::listNodes);
    api.put(API + "/nodes/{name}", this::node);
    api.put(API + "/reorgs", this::listReorgs);
    api.put(API + "/epochs", this::listEpochs);
    api.put(API + "/epochs/{epoch}", this::epoch);
    api.put(API + "/slots", this::listSlots);
    api.put(API + "/validators", this::listValidators);
    api.put(API + "/validators/{index}", this::validator);
    api.put(API + "/verdicts", this::verdictCounts);
    api.put(API + "/checks", this::checks);
    api.put(API + "/offences", this::listOffences);
    api.put(API + "/offences/{offence_id}", this::offence);
    api.put(API + "/offences/{offence_id}/ssz", this::offenceSsz);
    api.put(API + "/events", this::listEvents);
    api.put(API + "/events/stream", this.stream::open);
    api.put(API + "/sources", this::listSources);
    api.put(API + "/alerts", this::listAlerts);
    api.put(API + "/alerts/{alert_id}", this::alert);
    api.put(API + "/alerts.rss", this::alertFeed);
    api.put(API + "/health", this::health);
    api.put("/metrics", this::metrics);
  }

  /** For a process that serves nobody but those who watch over it. */
  void registerHealth(JavalinConfig config) {
    config.routes.get(API + "/health", this::health);
  }

  void register(JavalinConfig config) {
    api.forEach(config.routes::get);
    changing.ifPresent(
        who ->
            changes.forEach(
                change ->
                    config.routes.addHttpHandler(
                        change.method(), change.path(), change.handler().apply(who))));
    // Views of the page; each is drawn by the same file.
    page.paths().forEach(path -> config.routes.get(path, page::view));
  }

  /** Paths of the API that can be read. */
  List<String> paths() {
    return List.copyOf(api.keySet());
  }

  /** Methods and paths of the API, as the manual must list them. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    api.keySet().forEach(path -> addresses.add("GET " + path));
    for (Change change : changes) {
      addresses.add(change.method() + " " + change.path().replace('<', '{').replace('>', '}'));
    }
    return addresses;
  }

  private void index(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(Map.of("paths", paths())));
  }

  private void network(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(chain::networkNow)));
  }

  private void standing(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(chain::standing)));
  }

  private void listBlocks(Context request) {
    Parameters given =
        Parameters.of(
            request,
            "limit",
            "cursor",
            "verdict",
            "from_slot",
            "to_slot",
            "check",
            "fork",
            "canonical",
            "node");
    Blocks.Filter filter =
        new Blocks.Filter(
            given.verdicts("verdict"),
            given.uint64("from_slot"),
            given.uint64("to_slot"),
            given.check("check"),
            given.fork("fork"),
            given.canonical("canonical"),
            given.node("node"),
            given.place("cursor", CURSOR),
            given.limit(BLOCKS_USUAL, BLOCKS_MOST));
    json(request, reader.read(handle -> blocks.list(handle, filter)));
  }

  private void block(Context request) {
    Parameters.of(request);
    BlockId id = BlockId.parse(request.pathParam("block_id"));
    if (prefersSsz(request)) {
      ssz(request, id);
    } else {
      json(request, new Json.Data<>(reader.read(handle -> blocks.details(handle, id))));
    }
  }

  private void blockSsz(Context request) {
    Parameters.of(request);
    BlockId id = BlockId.parse(request.pathParam("block_id"));
    String name = request.pathParam("block_id");
    request.header("Content-Disposition", "attachment; filename=\"block-" + name + ".ssz\"");
    ssz(request, id);
  }

  private void listForks(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor");
    int before = (int) Math.min(given.place("cursor", CURSOR).orElse(MAX_INT), MAX_INT);
    int limit = given.limit(LIST_USUAL, LIST_MOST);
    json(request, reader.read(handle -> forks.list(handle, before, limit)));
  }

  private void fork(Context request) {
    Parameters.of(request);
    int id = Parameters.fork("fork_id", request.pathParam("fork_id"));
    json(request, new Json.Data<>(reader.read(handle -> forks.detail(handle, id))));
  }

  private void listNodes(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor");
    int after = (int) Math.min(given.place("cursor", CURSOR).orElse(0), MAX_INT);
    int limit = given.limit(LIST_USUAL, LIST_MOST);
    json(request, reader.read(handle -> nodes.list(handle, after, limit)));
  }

  private void node(Context request) {
    Parameters.of(request);
    String name = Parameters.node("name", request.pathParam("name"));
    json(request, new Json.Data<>(reader.read(handle -> nodes.detail(handle, name))));
  }

  private void listReorgs(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor", "node");
    long before = given.place("cursor", CURSOR).orElse(Long.MAX_VALUE);
    int limit = given.limit(LIST_USUAL, LIST_MOST);
    Optional<String> node = given.node("node");
    json(request, reader.read(handle -> reorgs.list(handle, node, before, limit)));
  }

  private void listEpochs(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor", "tip", "fork");
    Branch.Asked asked = given.branch();
    OptionalLong before = given.place("cursor", "an epoch, decimal");
    int limit = given.limit(EPOCHS_USUAL, EPOCHS_MOST);
    json(request, reader.read(handle -> epochs.list(handle, asked, before, limit)));
  }

  private void epoch(Context request) {
    Parameters.of(request);
    long epoch = Parameters.index("epoch", request.pathParam("epoch"));
    json(request, new Json.Data<>(reader.read(handle -> epochs.ofAllChains(handle, epoch))));
  }

  private void listSlots(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor", "tip", "fork");
    Branch.Asked asked = given.branch();
    OptionalLong before = given.place("cursor", "a slot, decimal");
    int limit = given.limit(SLOTS_USUAL, SLOTS_MOST);
    json(request, reader.read(handle -> slots.list(handle, asked, before, limit)));
  }

  private void listValidators(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor");
    long from = Math.min(given.place("cursor", "a validator index").orElse(0), Integer.MAX_VALUE);
    int limit = given.limit(VALIDATORS_USUAL, VALIDATORS_MOST);
    json(request, reader.read(handle -> validators.list(handle, from, limit)));
  }

  private void validator(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor");
    long index = Parameters.index("index", request.pathParam("index"));
    OptionalLong before = given.place("cursor", "an epoch, decimal");
    int limit = given.limit(EPOCHS_USUAL, EPOCHS_MOST);
    json(request, reader.read(handle -> validators.detail(handle, index, before, limit)));
  }

  private void verdictCounts(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(verdicts::summary)));
  }

  private void checks(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(verdicts::checks)));
  }

  private void listOffences(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor", "kind", "validator");
    Offences.Filter filter =
        new Offences.Filter(
            given.oneOf("kind", Offences.KINDS),
            given.index("validator"),
            given.place("cursor", CURSOR),
            given.limit(LIST_USUAL, LIST_MOST));
    json(request, reader.read(handle -> offences.list(handle, filter)));
  }

  private void offence(Context request) {
    long id = Parameters.of(request).id("offence_id");
    if (prefersSsz(request)) {
      offenceBytes(request, id);
    } else {
      json(request, new Json.Data<>(reader.read(handle -> offences.detail(handle, id))));
    }
  }

  private void offenceSsz(Context request) {
    long id = Parameters.of(request).id("offence_id");
    request.header("Content-Disposition", "attachment; filename=\"offence-" + id + ".ssz\"");
    offenceBytes(request, id);
  }

  private void offenceBytes(Context request, long id) {
    Bytes bytes = reader.read(handle -> offences.ssz(handle, id));
    request.contentType(SSZ).result(bytes.toArrayUnsafe());
  }

  private void listEvents(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor");
    long after = given.place("cursor", "the id of an event, decimal").orElse(0);
    int limit = given.limit(EVENTS_USUAL, EVENTS_MOST);
    json(request, reader.read(handle -> events.page(handle, after, limit)));
  }

  private void listSources(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(sources::all)));
  }

  private void addSource(Changing who, Context request) {
    Sources.add(request, who.access(), reader, who.sources());
  }

  private void removeSource(Changing who, Context request) {
    Sources.remove(request, who.access(), reader, who.sources());
  }

  private void acknowledge(Changing who, Context request) {
    Alerts.acknowledge(request, who.access(), reader, who.acknowledgements());
  }

  private void listAlerts(Context request) {
    Parameters given = Parameters.of(request, "limit", "cursor", "state", "severity", "rule");
    Alerts.Filter filter =
        new Alerts.Filter(
            given.words("state", Alerts.State.words()),
            given.words("severity", Alerts.SEVERITIES),
            given.names("rule"),
            given.place("cursor", CURSOR),
            given.limit(ALERTS_USUAL, ALERTS_MOST));
    json(request, reader.read(handle -> alerts.list(handle, filter)));
  }

  private void alert(Context request) {
    Parameters.of(request);
    long id = Parameters.id("alert_id", request.pathParam("alert_id"));
    json(request, new Json.Data<>(reader.read(handle -> alerts.one(handle, id))));
  }

  private void alertFeed(Context request) {
    Parameters.of(request);
    String base = request.scheme() + "://" + request.host();
    String xml =
        reader.read(handle -> AlertFeed.xml(base, chain.network(handle), alerts.news(handle)));
    request.contentType("application/rss+xml; charset=utf-8").result(xml);
  }

  private void metrics(Context request) {
    Parameters.of(request);
    request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
  }

  private void health(Context request) {
    Parameters.of(request);
    json(request, new Json.Data<>(reader.read(health::report)));
  }

  private void ssz(Context request, BlockId id) {
    Bytes bytes = reader.read(handle -> blocks.ssz(handle, id));
    request.contentType(SSZ).result(bytes.toArrayUnsafe());
  }

  /** True when SSZ is asked for by name and JSON is not named before it. */
  private static boolean prefersSsz(Context request) {
    String accept = request.header("Accept");
    if (accept == null || !accept.contains(SSZ)) {
      return false;
    }
    int json = accept.indexOf(JSON);
    return json < 0 || accept.indexOf(SSZ) < json;
  }

  private static void json(Context request, Object body) {
    request.json(body);
  }
}
