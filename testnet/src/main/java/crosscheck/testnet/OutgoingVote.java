package crosscheck.testnet;

import crosscheck.spec.v08.AttestationData;
import java.util.List;

/**
 * A vote that validators of one node are about to sign and send, as one attestation.
 *
 * @param data what they vote for
 * @param voters validator indices, all of the ballot's committee
 * @param delayMillis after the moment in which an honest attestation is sent, 0 or more
 */
public record OutgoingVote(AttestationData data, List<Integer> voters, long delayMillis) {

  public OutgoingVote {
    voters = List.copyOf(voters);
  }
}
