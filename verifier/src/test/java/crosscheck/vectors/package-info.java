/**
 * The official conformance vectors, read in place out of their zip archives. Start at {@link
 * crosscheck.vectors.VectorsTest}; a {@link crosscheck.vectors.Case} is one example of an archive,
 * the {@code …Vectors} classes know what each handler asks. Tests only.
 */
package crosscheck.vectors;
