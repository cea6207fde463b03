package crosscheck.bls;

/**
 * Two implementations answered differently about one claim. That is an error of ours, and says
 * nothing about the block.
 */
public final class BlsDisagreementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SignatureSet claim;

  BlsDisagreementException(SignatureSet claim, String refused, String accepted) {
    super(refused + " refuses a signature that " + accepted + " accepts: " + claim);
    this.claim = claim;
  }

  /** The claim they disagree about. */
  public SignatureSet claim() {
    return claim;
  }
}
