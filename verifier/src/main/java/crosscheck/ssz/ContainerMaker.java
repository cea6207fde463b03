package crosscheck.ssz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** Makes a container from the values of its fields, in order. */
@FunctionalInterface
interface ContainerMaker {

  Object make(Object[] values);

  /**
   * @param constructor of a record: one parameter for each field
   */
  static ContainerMaker ofRecord(MethodHandle constructor) {
    int fields = constructor.type().parameterCount();
    MethodHandle spread =
        constructor
            .asSpreader(Object[].class, fields)
            .asType(MethodType.methodType(Object.class, Object[].class));
    return values -> Handles.call(() -> (Object) spread.invokeExact(values));
  }

  /**
   * @param constructor without parameters
   * @param setters one for each field
   */
  static ContainerMaker ofClass(MethodHandle constructor, List<MethodHandle> setters) {
    List<MethodHandle> generic =
        setters.stream()
            .map(set -> set.asType(MethodType.methodType(void.class, Object.class, Object.class)))
            .toList();
    MethodHandle create = constructor.asType(MethodType.methodType(Object.class));
    return values ->
        Handles.call(
            () -> {
              Object made = (Object) create.invokeExact();
              for (int i = 0; i < values.length; i++) {
                generic.get(i).invokeExact(made, values[i]);
              }
              return made;
            });
  }
}
