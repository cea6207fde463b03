/** Tests of the database module, and {@link crosscheck.db.TestDatabase} for tests everywhere. */
package crosscheck.db;
