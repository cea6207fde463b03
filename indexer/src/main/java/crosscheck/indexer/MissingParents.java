package crosscheck.indexer;

import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A page of the blocks that others wait for and nobody has delivered.
 *
 * @param roots each once
 * @param next where to go on for those that were wanted earlier; empty when these are all
 */
public record MissingParents(List<Bytes32> roots, OptionalLong next) {}
