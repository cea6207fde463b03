package crosscheck.indexer;

import crosscheck.indexer.follow.Head;

/**
 * How far judging has come, in the database and in memory.
 *
 * @param importOrder of the last final verdict; 0 when there is none
 * @param head the store after it
 */
record Progress(long importOrder, Head head) {}
