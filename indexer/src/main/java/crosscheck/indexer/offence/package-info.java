/**
 * Misbehaviour: who signed two blocks in an epoch, or votes that contradict each other, in all
 * forks, with the operation that has him slashed. {@link crosscheck.indexer.offence.VoteBook} and
 * {@link crosscheck.indexer.offence.ProposalBook} find it, in bounded memory and without a
 * database; {@link crosscheck.indexer.offence.Misbehaviour} follows the judge with them.
 */
package crosscheck.indexer.offence;
