package crosscheck.api;

import crosscheck.spec.Spec;
import io.javalin.http.Context;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** What the Beacon API asks of the node and its configuration, answered by an explorer. */
final class BeaconNode {

  private final Spec spec;
  private final Chain chain;
  private final Health health;

  BeaconNode(Spec spec, Chain chain, Health health) {
    this.spec = spec;
    this.chain = chain;
    this.health = health;
  }

  /**
   * The start of the chain.
   *
   * @param genesisTime Unix time of slot 0, seconds, decimal
   * @param genesisValidatorsRoot always null: v0.8 has no such thing
   * @param genesisForkVersion zero, as v0.8 begins
   */
  record Genesis(
      String genesisTime, Optional<Bytes> genesisValidatorsRoot, Bytes genesisForkVersion) {}

  /**
   * Where deposits go.
   *
   * @param chainId always null: v0.8 does not say it
   */
  record DepositContract(Optional<String> chainId, String address) {}

  /** Who answers. */
  record Version(String version) {}

  /**
   * How far we are.
   *
   * @param headSlot uint64, decimal
   * @param syncDistance slots from the head to the clock's
   * @param isSyncing whether inputs are waiting to be judged
   * @param elOffline always true: there is no execution layer
   */
  record Syncing(
      String headSlot,
      String syncDistance,
      boolean isSyncing,
      boolean isOptimistic,
      boolean elOffline) {}

  Genesis genesis(Handle handle) {
    return new Genesis(
        chain.network(handle).genesisTime(),
        Optional.empty(),
        BeaconStates.ForkVersions.first().currentVersion());
  }

  /** Every constant of the configuration, as it is written there. */
  Object spec(Handle handle) {
    return chain.network(handle).config();
  }

  /**
   * The deposit contract.
   *
   * @throws ApiException 404 when the configuration names none
   */
  DepositContract depositContract(Handle handle) {
    String address = chain.network(handle).config().path("DEPOSIT_CONTRACT_ADDRESS").asText();
    if (address.isEmpty()) {
      throw ApiException.notFound("The configuration of this network names no deposit contract.");
    }
    return new DepositContract(Optional.empty(), address);
  }

  Version version() {
    return new Version("Crosscheck (explorer; judges by " + spec.version() + ")");
  }

  Syncing syncing(Handle handle) {
    Chain.Standing standing = chain.standing(handle);
    BigInteger distance =
        new BigInteger(standing.clock().slot()).subtract(new BigInteger(standing.head().slot()));
    return new Syncing(
        standing.head().slot(),
        distance.max(BigInteger.ZERO).toString(),
        health.report(handle).indexer().backlog() > 0,
        false,
        true);
  }

  /** 200, or 206 while inputs are waiting to be judged; without a body. */
  void health(Context request, Reader reader) {
    long backlog = reader.read(health::report).indexer().backlog();
    request.status(backlog > 0 ? 206 : 200);
  }
}
