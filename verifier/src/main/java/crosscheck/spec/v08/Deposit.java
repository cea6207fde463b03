package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import crosscheck.ssz.RootList;

/**
 * {@code Deposit}: a deposit with its Merkle proof. uint64 fields are read as unsigned; epochs,
 * slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#deposit">spec</a>
 */
public record Deposit(
    @Length("DEPOSIT_CONTRACT_TREE_DEPTH + 1") RootList proof, DepositData data) {}
