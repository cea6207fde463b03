/**
 * Phase 0 as of v0.8.2 to v0.8.4: one file for each chapter of the document, functions in its order
 * with its names in camelCase. Read {@code Misc}, {@code Accessors}, {@code Mutators}, {@code
 * Genesis}, {@code Slots}, {@code EpochProcessing} with {@code CrosslinkVotes} and {@code Rewards},
 * {@code BlockProcessing}, {@code LmdGhost}, {@code ValidatorGuide} with the spec beside them;
 * {@code Phase0} wires them and is what others see.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md">0_beacon-chain.md,
 *     v0.8.3</a>
 */
package crosscheck.spec.v08;
