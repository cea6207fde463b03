/**
 * SimpleSerialize of v0.8: bytes, Merkle roots, plain form and differences of values, and the
 * persistent lists large values are made of. Knows nothing of the beacon chain; anyone may use it.
 *
 * <p>Start with {@link crosscheck.ssz.Ssz}, the entrance for containers, and {@link
 * crosscheck.ssz.SszType}, what can be asked of any type. A container is a record, and the record
 * is the schema: {@code Schema} reads it, and nothing is written per container. Each kind of type
 * has one {@code …Codec}. {@link crosscheck.ssz.SszList}, {@link crosscheck.ssz.Uint64List} and
 * {@link crosscheck.ssz.RootList} are trees of {@code Node}s that remember their roots; {@code
 * Hasher} is where all hashing happens.
 */
package crosscheck.ssz;
