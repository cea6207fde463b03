package crosscheck.indexer.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.indexer.NodeReport.Fault;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import crosscheck.ssz.SszType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Questions to one node, by the interface that {@code docs/node-interfaces.md} describes. Every
 * answer has a bound in time and size, and is checked as far as it can be without knowing more. SSZ
 * is asked for; a node that has only JSON is asked for that from then on. For one thread.
 */
final class NodeClient {

  private static final String SSZ = "application/ssz";
  private static final String JSON = "application/json";

  /** JSON writes a byte with two digits, and has names and numbers beside. */
  private static final int JSON_BYTES_PER_BYTE = 4;

  /** An answer of a block holds its root and an offset before it. */
  private static final Bytes OFFSET = Bytes.fromHexString("0x24000000");

  private static final int BLOCK_BEGINS = Bytes32.SIZE + 4;
  private static final int LONGEST_VERSION = 200;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Spec spec;
  private final URI address;
  private final Duration timeout;
  private final int mostBytes;
  private final HttpClient http;
  private boolean jsonOnly;

  /**
   * @param address where the paths begin, e.g. {@code http://127.0.0.1:5052}
   * @param timeout for connecting, and for a whole answer
   * @param mostBlockBytes the most bytes a block may have
   */
  NodeClient(Spec spec, URI address, Duration timeout, int mostBlockBytes) {
    this.spec = spec;
    this.address = address;
    this.timeout = timeout;
    this.mostBytes = Math.multiplyExact(mostBlockBytes, JSON_BYTES_PER_BYTE);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  URI address() {
    return address;
  }

  private record Answer(int status, String contentType, byte[] body) {

    boolean ssz() {
      return contentType.startsWith(SSZ) || contentType.startsWith("application/octet-stream");
    }

    boolean json() {
      return contentType.startsWith(JSON);
    }

    /** The beginning of what it says, on one line, for messages. */
    String text() {
      String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
  }

  /** The node's head. */
  NodeHead head() throws NodeException, InterruptedException {
    String path = "/beacon/head";
    Answer answer = require(path, ask(path));
    SszType<NodeHead> type = spec.ssz().type(NodeHead.class);
    try {
      return answer.ssz()
          ? type.decode(Bytes.wrap(answer.body()))
          : type.fromPlain(json(path, answer));
    } catch (SszException e) {
      throw unreadable(path, e.getMessage());
    }
  }

  /** A block by its root; empty when the node does not have it. */
  Optional<NodeBlock> block(Bytes32 root) throws NodeException, InterruptedException {
    Optional<NodeBlock> found = fetch("/beacon/block?root=" + root.toHexString());
    if (found.isPresent() && !found.get().root().equals(root)) {
      throw new NodeException(
          Fault.LYING, "asked for block %s, it answers %s".formatted(root, found.get().root()));
    }
    return found;
  }

  /**
   * The last block of the node's chain at or before a slot; empty when the node has none, as after
   * its head.
   *
   * @param slot uint64
   */
  Optional<NodeBlock> blockAt(long slot) throws NodeException, InterruptedException {
    String shown = Long.toUnsignedString(slot);
    Optional<NodeBlock> found = fetch("/beacon/block?slot=" + shown);
    if (found.isPresent() && Long.compareUnsigned(found.get().block().slot(), slot) > 0) {
      throw new NodeException(
          Fault.LYING,
          "asked for the block at slot %s, it answers one of slot %s"
              .formatted(shown, Long.toUnsignedString(found.get().block().slot())));
    }
    return found;
  }

  /** What the node calls itself; empty when it does not say. */
  Optional<String> version() throws NodeException, InterruptedException {
    Answer answer = send("/node/version", JSON);
    if (answer.status() != 200 || !answer.json()) {
      return Optional.empty();
    }
    Object version = json("/node/version", answer);
    return version instanceof String text && text.length() <= LONGEST_VERSION
        ? Optional.of(text)
        : Optional.empty();
  }

  private Optional<NodeBlock> fetch(String path) throws NodeException, InterruptedException {
    Answer answer = ask(path);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    require(path, answer);
    try {
      return Optional.of(answer.ssz() ? blockOfSsz(path, answer) : blockOfJson(path, answer));
    } catch (SszException e) {
      throw unreadable(path, e.getMessage());
    }
  }

  private NodeBlock blockOfSsz(String path, Answer answer) throws NodeException, SszException {
    Bytes body = Bytes.wrap(answer.body());
    if (body.size() < BLOCK_BEGINS || !body.slice(Bytes32.SIZE, 4).equals(OFFSET)) {
      throw unreadable(path, "not a root and a block");
    }
    return checked(path, Bytes32.wrap(body, 0), body.slice(BLOCK_BEGINS));
  }

  private NodeBlock blockOfJson(String path, Answer answer) throws NodeException, SszException {
    if (!(json(path, answer) instanceof Map<?, ?> map)
        || !(map.get("root") instanceof String root)
        || !root.matches("0x[0-9a-fA-F]{64}")) {
      throw unreadable(path, "not an object with root and beacon_block");
    }
    Object block =
        spec.ssz().fromPlain(spec.containers().get("BeaconBlock"), map.get("beacon_block"));
    return checked(path, Bytes32.fromHexString(root), spec.ssz().encode(block));
  }

  private NodeBlock checked(String path, Bytes32 said, Bytes ssz)
      throws NodeException, SszException {
    Block block = spec.decodeBlock(ssz);
    Bytes32 root = spec.root(block);
    if (!root.equals(said)) {
      throw new NodeException(
          Fault.LYING, "%s: it names root %s for block %s".formatted(path, said, root));
    }
    return new NodeBlock(root, block, ssz);
  }

  /** The answer in the form the node has; 404 is an answer. */
  private Answer ask(String path) throws NodeException, InterruptedException {
    Answer answer = send(path, jsonOnly ? JSON : SSZ);
    if (!jsonOnly && (answer.status() == 415 || answer.status() == 406)) {
      answer = send(path, JSON);
      jsonOnly = answer.status() == 200;
    }
    return answer;
  }

  private static Answer require(String path, Answer answer) throws NodeException {
    if (answer.status() >= 300 && answer.status() < 400) {
      throw new NodeException(
          Fault.ERROR,
          "%s: it answers %d, and redirects are not followed".formatted(path, answer.status()));
    }
    if (answer.status() != 200) {
      throw new NodeException(
          Fault.ERROR, "%s: it answers %d %s".formatted(path, answer.status(), answer.text()));
    }
    if (!answer.ssz() && !answer.json()) {
      throw unreadable(path, "content type \"" + answer.contentType() + "\": " + answer.text());
    }
    return answer;
  }

  private static Object json(String path, Answer answer) throws NodeException {
    try {
      return MAPPER.readValue(answer.body(), Object.class);
    } catch (JacksonException e) {
      throw unreadable(path, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(path, "not JSON: " + e.getMessage());
    }
  }

  private static NodeException unreadable(String path, String why) {
    String line = why.lines().findFirst().orElse("");
    return new NodeException(Fault.GARBAGE, path + ": the answer cannot be read: " + line);
  }

  private Answer send(String path, String form) throws NodeException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(timeout)
            // The nodes of 2019 look at the content type of the question, others at what is
            // accepted.
            .header("Content-Type", form)
            .header("Accept", form)
            .build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, head -> new LimitedBody(mostBytes));
    try {
      HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      String type = response.headers().firstValue("content-type").orElse("");
      return new Answer(response.statusCode(), type.toLowerCase(Locale.ROOT), response.body());
    } catch (TimeoutException e) {
      throw new NodeException(Fault.TIMEOUT, path + ": no whole answer in " + shown(timeout), e);
    } catch (ExecutionException e) {
      throw failed(path, e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  private NodeException failed(String path, Throwable why) {
    if (why instanceof HttpConnectTimeoutException) {
      return new NodeException(
          Fault.UNREACHABLE, "%s: no connection in %s".formatted(address, shown(timeout)), why);
    }
    if (why instanceof HttpTimeoutException) {
      return new NodeException(Fault.TIMEOUT, path + ": no whole answer in " + shown(timeout), why);
    }
    if (why instanceof ConnectException) {
      return new NodeException(Fault.UNREACHABLE, address + ": no connection", why);
    }
    if (why instanceof ProtocolException) {
      return unreadable(path, "not HTTP: " + why.getMessage());
    }
    for (Throwable at = why; at != null; at = at.getCause()) {
      if (at instanceof LimitedBody.TooLargeException) {
        return unreadable(path, at.getMessage());
      }
    }
    String message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    return new NodeException(Fault.UNREACHABLE, path + ": the answer broke off: " + message, why);
  }

  private static String shown(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
