/**
 * A simulated interop network: nodes with their own views of the chain and validators with the
 * interop keys, which make real blocks with real signatures. It stands for the world outside: it
 * uses the verifier and knows nothing of the service that watches it.
 *
 * <p>Start reading at {@link crosscheck.testnet.Network}, which says how to start one. A {@code
 * Node} turns its view into messages, the network carries them to the other nodes, and a {@link
 * crosscheck.testnet.SlotTicker} says when.
 */
package crosscheck.testnet;
