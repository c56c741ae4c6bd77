package io.github.emnist.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The import rules between the packages. What a module may download is the enforcer's matter. */
@AnalyzeClasses(packages = "io.github.emnist", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> TENSORFLOW =
      JavaClass.Predicates.resideInAnyPackage("org.tensorflow..", "org.bytedeco..");

  @ArchTest
  static final ArchRule tensorFlowIsImportedInTwoPackagesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.emnist.model.internal.tensorflow",
              "io.github.emnist.train.internal.tensorflow")
          .should()
          .dependOnClassesThat(TENSORFLOW);

  @ArchTest
  static final ArchRule graphsAreBuiltForModelAndTrainOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.github.emnist.model..", "io.github.emnist.train..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.emnist.model.internal.tensorflow",
              "io.github.emnist.train.internal.tensorflow");

  /** TensorFlow's own names of operations depend on the default locale. */
  @ArchTest
  static final ArchRule graphsAreNamedByOurScope =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.github.emnist.model.internal.tensorflow.GraphOps")
          .should()
          .callMethod("org.tensorflow.op.Ops", "create", "org.tensorflow.ExecutionEnvironment");

  /** Only this class hides TensorFlow's log and explains failures to load it. */
  @ArchTest
  static final ArchRule graphsAreCreatedWhereTensorFlowIsLoaded =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(
              "io.github.emnist.model.internal.tensorflow.TensorFlowRuntime")
          .should()
          .callConstructor("org.tensorflow.Graph");

  @ArchTest
  static final ArchRule dataStandsAlone =
      classes()
          .that()
          .resideInAPackage("io.github.emnist.data..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax..",
              "io.github.emnist.data..",
              "org.apache.commons.compress..",
              "org.apache.commons.io..",
              "com.fasterxml.jackson..",
              "org.dflib..");

  /** DFLib is optional: everything else must work without it. */
  @ArchTest
  static final ArchRule dflibIsForTablesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.emnist.data.table", "io.github.emnist.examples", "org.dflib..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.dflib..");

  /** Micrometer is optional too. */
  @ArchTest
  static final ArchRule micrometerIsForMetricsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.github.emnist.model.metrics", "io.micrometer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule augmentUsesData =
      classes()
          .that()
          .resideInAPackage("io.github.emnist.augment..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.github.emnist.augment..",
              "io.github.emnist.data..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule modelKnowsNoTraining =
      noClasses()
          .that()
          .resideInAPackage("io.github.emnist.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.emnist.train..", "io.github.emnist.examples..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.github.emnist.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingReadsTheWallClockOrGlobalRandom =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.emnist.examples..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class, Instant.class, Clock.class);
}
