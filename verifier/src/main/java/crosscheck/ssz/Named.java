package crosscheck.ssz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The spec's name of a field where the rule (an underscore before each upper-case letter, nothing
 * at digits) does not give it: {@code @Named("header_1") BeaconBlockHeader header1}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Named {
  String value();
}
