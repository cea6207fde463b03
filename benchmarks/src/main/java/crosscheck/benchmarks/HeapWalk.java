package crosscheck.benchmarks;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.vm.VM;

/**
 * Walks object graphs and says how many bytes each one adds to those walked before: exactly what it
 * costs to keep one more state beside the others. Sizes are the JVM's own, padding included.
 */
final class HeapWalk {

  static {
    // Records hide where their fields are; with this JOL finds out. Read when JOL is loaded.
    System.setProperty("jol.magicFieldOffset", "true");
  }

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Class<?>, Shape> shapes = new HashMap<>();

  /** Bytes of an object, and its fields that refer to others. */
  private record Shape(long bytes, List<Field> references) {}

  /** Bytes of everything reachable from {@code root} that was not reachable before. */
  long add(Object root) {
    long bytes = 0;
    Deque<Object> open = new ArrayDeque<>();
    visit(root, open);
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (next.getClass().isArray()) {
        bytes += VM.current().sizeOf(next);
        if (!next.getClass().getComponentType().isPrimitive()) {
          for (int i = 0; i < Array.getLength(next); i++) {
            visit(Array.get(next, i), open);
          }
        }
      } else {
        Shape shape = shapes.computeIfAbsent(next.getClass(), HeapWalk::shapeOf);
        bytes += shape.bytes();
        for (Field field : shape.references()) {
          visit(value(field, next), open);
        }
      }
    }
    return bytes;
  }

  private void visit(Object object, Deque<Object> open) {
    if (object != null && seen.add(object)) {
      open.push(object);
    }
  }

  private static Shape shapeOf(Class<?> type) {
    List<Field> references = new ArrayList<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true); // throws for what the platform hides: nothing is left out
          references.add(field);
        }
      }
    }
    return new Shape(ClassLayout.parseClass(type).instanceSize(), references);
  }

  private static Object value(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }
}
