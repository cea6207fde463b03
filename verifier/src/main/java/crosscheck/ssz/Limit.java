package crosscheck.ssz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Greatest length of a list: a number, the name of a configuration constant, or a sum or product of
 * such ({@code MAX_ATTESTATIONS * SLOTS_PER_EPOCH}). For {@code Bitlist}, bits; for a byte list,
 * bytes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Limit {
  String value();
}
