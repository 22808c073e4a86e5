package io.bellwether.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that the rules look at. */
final class HouseClasses {
    /** Main code of {@code proto} and {@code common}; read once, because it takes seconds. */
    static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.bellwether");

    private HouseClasses() {}

    /** Classes that break the rules on purpose, each in its own subpackage of {@code planted}. */
    static JavaClasses planted(String subpackage) {
        return new ClassFileImporter()
                .importPackages(HouseClasses.class.getPackageName() + ".planted." + subpackage);
    }
}
