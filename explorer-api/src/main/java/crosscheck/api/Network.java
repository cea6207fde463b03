package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.tuweni.bytes.Bytes;

/**
 * The network this explorer is about.
 *
 * @param genesisTime Unix time of slot 0, seconds, decimal
 * @param genesisSlot uint64, decimal
 * @param genesisRoot id of the genesis block, where every parent chain ends
 * @param secondsPerSlot from the configuration
 * @param slotsPerEpoch from the configuration
 * @param config every constant: spec name → decimal string, or 0x-hex
 */
record Network(
    String configName,
    String specVersion,
    String genesisTime,
    String genesisSlot,
    Bytes genesisRoot,
    Bytes genesisStateRoot,
    int secondsPerSlot,
    int slotsPerEpoch,
    JsonNode config) {}
