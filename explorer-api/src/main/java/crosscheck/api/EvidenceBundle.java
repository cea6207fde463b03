package crosscheck.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * Everything that is needed to judge a block again elsewhere, as a zip: states and block as SSZ,
 * the verdict, and what to call. The same question gives the same bytes.
 */
final class EvidenceBundle {

  /** Its media type. */
  static final String ZIP = "application/zip";

  /** Entries of a zip have times; these say nothing. */
  private static final long NO_TIME = 315_532_800_000L;

  /** Two states of 100,000 validators are 40 MB, and as much again while they are packed. */
  private static final int MOST_AT_ONCE = 2;

  private final Rooms rooms = new Rooms(MOST_AT_ONCE, "having evidence packed");
  private final Spec spec;
  private final Blocks blocks;
  private final BlockChanges changes;

  EvidenceBundle(Spec spec, Blocks blocks, BlockChanges changes) {
    this.spec = spec;
    this.blocks = blocks;
    this.changes = changes;
  }

  /**
   * {@code verdict.json}.
   *
   * @param crosscheckVersion of the program; empty when it was not packed by a build
   * @param computedStateRoot of {@code post.ssz}
   */
  record Verdict(
      Optional<String> crosscheckVersion,
      String specVersion,
      String configName,
      @JsonUnwrapped BlockSummary block,
      Optional<Bytes> preStateRoot,
      Optional<Bytes> computedStateRoot) {}

  /** Answers with {@link #zip}, as a file named by what was asked for. */
  void send(Context request, Reader reader, BlockId id) {
    byte[] zip = rooms.within(() -> reader.read(handle -> zip(handle, id)));
    String name = request.pathParam("block_id");
    request.header("Content-Disposition", "attachment; filename=\"evidence-" + name + ".zip\"");
    request.contentType(ZIP).result(zip);
  }

  /**
   * The zip of the first block that an id names.
   *
   * @throws ApiException 404 when there is none, or it is the genesis block; 503 as {@link
   *     PastStates} has it
   */
  byte[] zip(Handle handle, BlockId id) {
    Blocks.Stored stored = blocks.stored(handle, id);
    BlockSummary block = stored.summary();
    if (block.inputId().isEmpty()) {
      throw ApiException.notFound("The genesis block is given, not judged: there is no evidence.");
    }
    Optional<BlockChanges.Around> around = changes.around(handle, stored);
    Optional<State> post = around.flatMap(BlockChanges.Around::post);
    Map<String, Bytes> files = new LinkedHashMap<>();
    files.put("README.md", text(readme(block, around.isPresent(), post.isPresent())));
    files.put(
        "verdict.json",
        text(
            Json.text(
                new Verdict(
                    Optional.ofNullable(
                        EvidenceBundle.class.getPackage().getImplementationVersion()),
                    spec.version(),
                    spec.config().name(),
                    block,
                    around.map(states -> spec.hash(states.parent())),
                    post.map(spec::hash)))));
    files.put("config.yaml", text(yaml(spec.config())));
    files.put("block.ssz", stored.ssz());
    around.ifPresent(states -> files.put("pre.ssz", spec.ssz().encode(states.parent())));
    post.ifPresent(state -> files.put("post.ssz", spec.ssz().encode(state)));
    return packed(files);
  }

  private String readme(BlockSummary block, boolean pre, boolean post) {
    StringBuilder text = new StringBuilder();
    text.append("# Evidence: ").append(block.verdict());
    block.slot().ifPresent(slot -> text.append(" block of slot ").append(slot));
    text.append("\n\n");
    block.failure().ifPresent(failure -> text.append(sentence(failure)).append("\n\n"));
    if (pre) {
      text.append("To have the verdict again:\n\n    ")
          .append(command())
          .append(" --pre pre.ssz --out again.ssz block.ssz\n\n");
      text.append(
          switch (block.verdict()) {
            case "valid" ->
                "It ends with code 0, and `again.ssz` has the same bytes as `post.ssz`.\n";
            default -> "It ends with code 1 and names the check that failed first.\n";
          });
    } else if (block.verdict().equals("malformed")) {
      text.append("To have the verdict again, with any genesis state:\n\n    ")
          .append("./crosscheck verify --config config.yaml --spec ")
          .append(spec.version())
          .append(" --genesis genesis.ssz block.ssz\n");
    } else {
      text.append(
          "There is no state this block starts from: its parent is not a valid block that is known"
              + " here.\n");
      block
          .invalidAncestorRoot()
          .ifPresent(
              root ->
                  text.append("The ancestor that failed by itself: ")
                      .append(root.toHexString())
                      .append("; see its evidence.\n"));
    }
    text.append("\n| file | |\n|---|---|\n| block.ssz | the bytes as they came |\n");
    if (pre) {
      text.append("| pre.ssz | `BeaconState` after the parent, before the slots between |\n");
    }
    if (post) {
      text.append(
          block.verdict().equals("valid")
              ? "| post.ssz | `BeaconState` after the block |\n"
              : "| post.ssz | `BeaconState` after the block as we have it; its root is not the one"
                  + " that the block claims |\n");
    }
    text.append("| config.yaml | every constant |\n");
    text.append("| verdict.json | the verdict, its reason, and the versions that gave it |\n");
    return text.toString();
  }

  private String command() {
    return "./crosscheck transition --config config.yaml --spec " + spec.version();
  }

  private static String sentence(Failed failure) {
    StringBuilder text = new StringBuilder();
    failure.function().ifPresent(function -> text.append(function).append(": "));
    text.append(failure.message()).append('.');
    if (!failure.path().isEmpty()) {
      text.append(" At ").append(String.join(" > ", failure.path())).append('.');
    }
    failure.expected().ifPresent(value -> text.append(" Expected ").append(value).append('.'));
    failure.actual().ifPresent(value -> text.append(" Found ").append(value).append('.'));
    return text.toString();
  }

  private static String yaml(Config config) {
    return config.values().entrySet().stream()
        .map(constant -> constant.getKey() + ": " + constant.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] packed(Map<String, Bytes> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Bytes> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue().toArrayUnsafe());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer does not fail", e);
    }
    return out.toByteArray();
  }
}
