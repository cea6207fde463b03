/**
 * SimpleSerialize of v0.8: bytes, Merkle roots, plain form and differences of values, and the
 * persistent lists large values are made of. Knows nothing of the beacon chain; anyone may use it.
 *
 * <p>Start with {@link crosscheck.ssz.Ssz}, the entrance for containers, and {@link
 * crosscheck.ssz.SszType}, what can be asked of any type. A container is a record, and the record
 * is the schema: {@code Schema} reads it, and nothing is written per container. Each kind of type
 * has one {@code …Codec}.
 *
 * <p>{@link crosscheck.ssz.SszList}, {@link crosscheck.ssz.Uint64List} and {@link
 * crosscheck.ssz.RootList} are {@code Tree}s of {@code Node}s that remember their roots, which is
 * what makes states cheap to copy, to hash again and, with {@link crosscheck.ssz.SszDiff}, to
 * compare. All hashing happens in {@code Hasher}. Why it is so, with measurements: {@code
 * docs/decisions/0003-persistent-state.md}.
 */
package crosscheck.ssz;
