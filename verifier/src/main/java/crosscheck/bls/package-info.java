/**
 * The signatures of v0.8 (2019): BLS over BLS12-381 with its own hash to G2. Knows nothing of
 * blocks or states; {@code crosscheck.spec} and everything above it may use it.
 *
 * <p>Start at {@link crosscheck.bls.Bls} (what can be asked) and {@link
 * crosscheck.bls.SignatureSet} (one claim). {@link crosscheck.bls.BlstBls} is fast, {@link
 * crosscheck.bls.MilagroBls} runs everywhere. The transition sees a {@link
 * crosscheck.bls.SignatureChecker}: {@link crosscheck.bls.DeferredChecker} to check a batch at the
 * end, {@link crosscheck.bls.ConfirmedChecker} to find the false claim and have it confirmed.
 */
package crosscheck.bls;
