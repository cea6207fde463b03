package crosscheck.ssz;

import java.util.Map;

/**
 * Values of the expressions in {@link Limit} and {@link Length}: numbers, names of configuration
 * constants, products and sums of them.
 */
record Constants(Map<String, Long> byName) {

  Constants {
    byName = Map.copyOf(byName);
  }

  /**
   * @throws IllegalArgumentException for an unknown name, anything that is no such expression, or a
   *     result beyond 2^63-1
   */
  long evaluate(String expression) {
    try {
      long sum = 0;
      for (String term : expression.split("\\+", -1)) {
        long product = 1;
        for (String factor : term.split("\\*", -1)) {
          product = Math.multiplyExact(product, factor(factor.strip()));
        }
        sum = Math.addExact(sum, product);
      }
      return sum;
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot evaluate \"" + expression + "\": " + e.getMessage(), e);
    }
  }

  private long factor(String factor) {
    if (factor.matches("[0-9]+")) {
      return Long.parseLong(factor);
    }
    Long value = byName.get(factor);
    if (value == null) {
      throw new IllegalArgumentException("no constant \"" + factor + "\"");
    }
    return value;
  }
}
