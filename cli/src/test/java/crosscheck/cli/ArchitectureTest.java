package crosscheck.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import crosscheck.spec.Specs;
import java.time.Clock;
import java.time.Instant;

/** The directions of dependencies, each with its reason. */
@AnalyzeClasses(packages = "crosscheck", importOptions = ArchitectureTest.ProgramOnly.class)
class ArchitectureTest {

  private static final String SSZ = "crosscheck.ssz..";
  private static final String BLS = "crosscheck.bls..";
  private static final String SPEC = "crosscheck.spec..";
  private static final String SPEC_VERSIONS = "crosscheck.spec.v*..";
  private static final String REPLAY = "crosscheck.replay..";
  private static final String SETTINGS = "crosscheck.settings..";
  private static final String DB = "crosscheck.db..";
  private static final String INDEXER = "crosscheck.indexer..";
  private static final String API = "crosscheck.api..";
  private static final String TESTNET = "crosscheck.testnet..";
  private static final String CLI = "crosscheck.cli..";
  private static final String[] VERIFIER = {SSZ, BLS, SPEC, REPLAY};

  /** Leaves out tests, also those that come in a jar. */
  static final class ProgramOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule theVerifierIsAPureLibrary =
      classes()
          .that()
          .resideInAnyPackage(VERIFIER)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.tuweni..",
              "supranational.blst..",
              "org.apache.milagro..",
              SSZ,
              BLS,
              SPEC,
              REPLAY)
          .because(
              "verdicts must be usable everywhere and depend on the input alone: no SQL, HTTP, JSON"
                  + " or logging, and nothing of the service");

  @ArchTest
  static final ArchRule theVerifierReachesNoFilesNetworkOrDatabase =
      noClasses()
          .that()
          .resideInAnyPackage(VERIFIER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "java.net..", "java.nio.file..", "java.util.logging..")
          .because("it turns bytes into verdicts; where bytes come from is the caller's matter");

  @ArchTest
  static final ArchRule sszStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(SSZ)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BLS, SPEC, REPLAY)
          .because("SSZ is a format: it knows neither signatures nor the chain");

  @ArchTest
  static final ArchRule blsStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(BLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SSZ, SPEC, REPLAY)
          .because("signatures are checked over bytes: they know neither containers nor the chain");

  @ArchTest
  static final ArchRule theSpecKnowsNothingOfItsReplay =
      noClasses()
          .that()
          .resideInAPackage(SPEC)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(REPLAY)
          .because("the transition is a function; order, memory and batches are its caller's");

  @ArchTest
  static final ArchRule onlySpecsSeesTheVersionFolders =
      noClasses()
          .that(
              not(resideInAnyPackage(SPEC_VERSIONS, TESTNET))
                  .and(
                      not(
                          com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                              Specs.class))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SPEC_VERSIONS)
          .because(
              "a later fork joins as a folder and a line in Specs; everybody else speaks to Spec (the"
                  + " test network makes blocks, and so must know what is in them)");

  @ArchTest
  static final ArchRule onlyBlsTouchesTheCurveLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage(BLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("supranational.blst..", "org.apache.milagro..")
          .because("both are mutable and easy to misuse; one package knows their traps");

  @ArchTest
  static final ArchRule verdictsDoNotDependOnTheWallClock =
      noClasses()
          .that()
          .resideInAnyPackage(VERIFIER)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Instant.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time is an input: the same blocks must get the same verdicts tomorrow");

  @ArchTest
  static final ArchRule settingsStandAlone =
      noClasses()
          .that()
          .resideInAPackage(SETTINGS)
          .should()
          .dependOnClassesThat(
              resideInAPackage("crosscheck..").and(not(resideInAPackage(SETTINGS))))
          .because("it reads what people write; what the settings are for is the reader's matter");

  @ArchTest
  static final ArchRule theDatabaseModuleServesAndKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage(DB)
          .should()
          .dependOnClassesThat(resideInAPackage("crosscheck..").and(not(resideInAPackage(DB))))
          .because(
              "it opens a database and brings the schema; what is in it is the others' matter");

  @ArchTest
  static final ArchRule theWriterDoesNotKnowTheReader =
      noClasses()
          .that()
          .resideInAPackage(INDEXER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(API, TESTNET, CLI)
          .because("the schema is the interface between writer and reader");

  @ArchTest
  static final ArchRule theReaderDoesNotKnowTheWriter =
      noClasses()
          .that()
          .resideInAPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INDEXER, TESTNET, CLI)
          .because("the schema is the interface between writer and reader");

  @ArchTest
  static final ArchRule theTestNetworkKnowsOnlyTheVerifier =
      noClasses()
          .that()
          .resideInAPackage(TESTNET)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DB, INDEXER, API, CLI)
          .because("it stands for the world outside, which does not know Crosscheck");

  @ArchTest
  static final ArchRule nobodyUsesTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLI, "picocli..")
          .because("it puts the modules together and is above them all");

  @ArchTest
  static final ArchRule onlyTheCommandLineEndsTheProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("a library that exits takes its user down");

  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToTheProcessStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("standard output carries answers and nothing else; the service logs");

  @ArchTest
  static final ArchRule onlyTheApiSpeaksHttpWithJavalin =
      noClasses()
          .that()
          .resideOutsideOfPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.javalin..")
          .because("every URL stands in one place");

  @ArchTest
  static final ArchRule classesAreNounsForWhatTheyHold =
      noClasses()
          .should()
          .haveNameMatching(".*\\.(Abstract\\w+|\\w+(Util|Utils|Helper|Manager|Impl))")
          .because("such a name says nothing about what lives in the class");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("crosscheck.(*)..")
          .should()
          .beFreeOfCycles()
          .because("what can only be understood together belongs together");
}
