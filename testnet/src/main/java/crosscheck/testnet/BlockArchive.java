package crosscheck.testnet;

import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.Phase0;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Every block that ever went over the wire of a network, each once. The bytes are in a temporary
 * file, so that a long run needs a few hundred bytes of memory for a block. Safe for use by many
 * threads.
 */
final class BlockArchive implements AutoCloseable {

  /** Blocks that stay decoded: those that nodes talk about at a time. */
  private static final int RECENT = 256;

  private static final int[] NONE = {};

  private final Phase0 spec;
  private final Path path;
  private final FileChannel file;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Bytes32, Integer> byHash = new HashMap<>();
  private final Map<Bytes32, int[]> byRoot = new HashMap<>();
  private final LinkedHashMap<Integer, WireBlock> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, WireBlock> eldest) {
          return size() > RECENT;
        }
      };

  private long end;

  /** Where a block is, and its place in the tree. */
  private record Entry(
      Bytes32 root,
      Bytes32 hash,
      Bytes32 parentRoot,
      Bytes32 stateRoot,
      long slot,
      long offset,
      int length) {}

  BlockArchive(Phase0 spec) {
    this.spec = spec;
    try {
      this.path = Files.createTempFile("crosscheck-testnet-", ".blocks");
      this.file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file for blocks: " + e.getMessage(), e);
    }
  }

  /** Takes in bytes that are sent; the same bytes are the same block. */
  synchronized WireBlock add(Bytes ssz) {
    Optional<BeaconBlock> block = decoded(ssz);
    Bytes32 hash = block.map(spec::hash).orElseGet(() -> Sha256.hash(ssz));
    Integer known = byHash.get(hash);
    if (known != null) {
      return get(known);
    }
    Bytes32 root = block.map(spec::root).orElse(hash);
    int number = entries.size();
    entries.add(
        new Entry(
            root,
            hash,
            block.map(BeaconBlock::parentRoot).orElse(Bytes32.ZERO),
            block.map(BeaconBlock::stateRoot).orElse(Bytes32.ZERO),
            block.map(BeaconBlock::slot).orElse(0L),
            end,
            ssz.size()));
    write(ssz);
    byHash.put(hash, number);
    byRoot.merge(root, new int[] {number}, BlockArchive::joined);
    WireBlock added = new WireBlock(number, ssz, block, root, hash);
    recent.put(number, added);
    return added;
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private Optional<BeaconBlock> decoded(Bytes ssz) {
    try {
      return Optional.of(spec.decodeBlock(ssz));
    } catch (SszException e) {
      return Optional.empty();
    }
  }

  synchronized WireBlock get(int number) {
    WireBlock block = recent.get(number);
    if (block == null) {
      Entry entry = entries.get(number);
      Bytes ssz = read(entry);
      block = new WireBlock(number, ssz, decoded(ssz), entry.root(), entry.hash());
      recent.put(number, block);
    }
    return block;
  }

  Bytes ssz(int number) {
    return get(number).ssz();
  }

  /** All blocks with this id, forged copies among them. */
  synchronized int[] withRoot(Bytes32 root) {
    return byRoot.getOrDefault(root, NONE).clone();
  }

  synchronized Bytes32 root(int number) {
    return entries.get(number).root();
  }

  synchronized Bytes32 parentRoot(int number) {
    return entries.get(number).parentRoot();
  }

  synchronized Bytes32 stateRoot(int number) {
    return entries.get(number).stateRoot();
  }

  synchronized long slot(int number) {
    return entries.get(number).slot();
  }

  private void write(Bytes ssz) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(ssz.toArrayUnsafe());
      while (bytes.hasRemaining()) {
        end += file.write(bytes, end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private Bytes read(Entry entry) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(entry.length());
      while (bytes.hasRemaining()) {
        if (file.read(bytes, entry.offset() + bytes.position()) < 0) {
          throw new IOException("it is shorter than what was written to it");
        }
      }
      return Bytes.wrap(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }
}
