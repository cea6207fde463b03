package crosscheck.ssz;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * Makes a container from the values of its fields, in order. Plain reflection: method handles are
 * no faster here once warm, and the classes they generate cost more than 50 ms at the start.
 */
@FunctionalInterface
interface ContainerMaker<T> {

  T make(Object[] values);

  /**
   * @param constructor of a record: one parameter for each field
   */
  static <T> ContainerMaker<T> ofRecord(Constructor<T> constructor) {
    constructor.setAccessible(true);
    return values -> create(constructor, values);
  }

  /**
   * @param constructor without parameters
   */
  static <T> ContainerMaker<T> ofClass(Constructor<T> constructor, List<Field> fields) {
    constructor.setAccessible(true);
    fields.forEach(field -> field.setAccessible(true));
    return values -> {
      T made = create(constructor);
      for (int i = 0; i < values.length; i++) {
        set(fields.get(i), made, values[i]);
      }
      return made;
    };
  }

  private static <T> T create(Constructor<T> constructor, Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw Handles.unchecked(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + constructor.getName(), e);
    }
  }

  private static void set(Field field, Object container, Object value) {
    try {
      field.set(container, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot set " + field, e);
    }
  }
}
