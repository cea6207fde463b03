package crosscheck.bls;

/** Which implementations serve in this process; chosen when first asked. */
final class BlsChoice {

  static final Bls PORTABLE = new MilagroBls();
  static final Bls FAST = BlstBls.available() ? new BlstBls() : PORTABLE;

  private BlsChoice() {}
}
