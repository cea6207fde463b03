/** Tests of the indexer, against a real database and the real verifier. */
package crosscheck.indexer;
