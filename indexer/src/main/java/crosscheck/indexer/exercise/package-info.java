/**
 * Exercises: what the nodes of a network are to reach and to keep to, and whether they did.
 *
 * <p>Begin at {@link crosscheck.indexer.exercise.Scenario}, what somebody has asked for; {@link
 * crosscheck.indexer.exercise.ExerciseBook} enters it into the tables, and {@link
 * crosscheck.indexer.exercise.ExerciseEngine} decides its goals, each kind of goal by a {@link
 * crosscheck.indexer.exercise.Question} of its own. All is decided by slots, from what the tables
 * say, and never by when we look: a restart, or a chain that is loaded afterwards, changes nothing.
 */
package crosscheck.indexer.exercise;
