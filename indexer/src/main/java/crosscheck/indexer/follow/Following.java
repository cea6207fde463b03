package crosscheck.indexer.follow;

import crosscheck.spec.State;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * What a follower works with, for as long as it lives.
 *
 * @param handle the judge's connection; transactions are the judge's
 * @param events of the transaction at hand; written after all followers have
 * @param states post-state of a valid block, or the genesis state, by block id
 * @param weights {@link crosscheck.spec.ForkChoice#weights} after the last verdict of the
 *     transaction at hand
 */
public record Following(
    Handle handle,
    Network network,
    Events events,
    Function<Bytes32, Optional<State>> states,
    Supplier<Map<Bytes32, Long>> weights) {}
