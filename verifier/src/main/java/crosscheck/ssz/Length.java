package crosscheck.ssz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fixed length of a vector: a number, the name of a configuration constant, or a sum or product of
 * such ({@code DEPOSIT_CONTRACT_TREE_DEPTH + 1}). For {@code Bitvector}, bits; for a byte string,
 * bytes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Length {
  String value();
}
