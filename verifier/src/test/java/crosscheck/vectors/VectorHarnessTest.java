package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run of the vectors notices what it must not miss. */
final class VectorHarnessTest {

  private static final String FOLDER = "v0.8.3/tests/minimal/phase0/operations/deposit/suite/one/";

  @TempDir private Path folder;
  private Path zip;

  @BeforeEach
  void makeAnArchiveOfOneExample() throws IOException {
    zip = folder.resolve("vectors.zip");
    add(FOLDER + "pre.ssz", "abc");
    add(FOLDER + "meta.yaml", "{bls_setting: 1}");
  }

  @Test
  void anExampleHoldsWhenItsHandlerReturnsAndUsedEveryFile() throws IOException {
    assertThat(
            failures(
                example -> {
                  assertThat(example.bytes("pre.ssz").size()).isEqualTo(3);
                  assertThat(example.setting("meta.yaml", "bls_setting", 0)).isEqualTo(1);
                }))
        .isEmpty();
  }

  @Test
  void aFileThatWasNotUsedIsAFailure() throws IOException {
    assertThat(failures(example -> example.bytes("pre.ssz")))
        .singleElement()
        .asString()
        .contains("operations/deposit/suite/one", "meta.yaml")
        .doesNotContain("pre.ssz");
  }

  @Test
  void anExceptionAndAFailedAssertionAreFailures() throws IOException {
    assertThat(
            failures(
                example -> {
                  throw new IllegalStateException("broken");
                }))
        .singleElement()
        .asString()
        .contains("broken");
    assertThat(failures(example -> assertThat(1).isEqualTo(2))).hasSize(1);
  }

  @Test
  void anUnknownHandlerIsAFailure() {
    assertThatThrownBy(() -> failures(null)).hasMessageContaining("minimal/operations/deposit");
  }

  @Test
  void aFileWithoutAKnownPlaceInTheArchiveIsAFailure() throws IOException {
    add("v0.8.3/tests/minimal/phase0/operations/stray.ssz", "abc");

    assertThatThrownBy(() -> VectorArchive.open(zip)).hasMessageContaining("stray.ssz");
  }

  @Test
  void aMissingFileIsAFailureThatNamesTheOthers() throws IOException {
    assertThat(failures(example -> example.bytes("post.ssz")))
        .singleElement()
        .asString()
        .contains("post.ssz", "pre.ssz");
  }

  private List<String> failures(Handler handler) throws IOException {
    try (VectorArchive archive = VectorArchive.open(zip)) {
      return VectorsTest.failures(
          "minimal/operations/deposit", handler, List.copyOf(archive.cases().values()));
    }
  }

  private void add(String file, String content) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path path = archive.getPath(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    }
  }
}
