/**
 * Opens the database: the embedded Postgres that Crosscheck brings, or one named by a JDBC URL;
 * brings its schema up to date ({@code db/migrations}) and hands out connections. No queries live
 * here: the schema is the interface between those who write it ({@code crosscheck.indexer}) and
 * those who read it ({@code crosscheck.api}); its manual is {@code db/README.md}.
 *
 * <p>Any module may use this package. Start reading at {@link crosscheck.db.Database}.
 */
package crosscheck.db;
