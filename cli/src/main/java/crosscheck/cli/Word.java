package crosscheck.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a constant of an enum written in small letters, and names all of them when it is none. */
class Word<E extends Enum<E>> implements ITypeConverter<E> {

  private final Class<E> words;

  Word(Class<E> words) {
    this.words = words;
  }

  @Override
  public final E convert(String text) {
    for (E constant : words.getEnumConstants()) {
      if (word(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new TypeConversionException(
        "expected "
            + Arrays.stream(words.getEnumConstants())
                .map(Word::word)
                .collect(Collectors.joining(" or "))
            + ", got \""
            + text
            + "\"");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
