package io.bellwether.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two shapes only, wire and domain, and the wire shape stops at the transports. */
class WireTypesTest {
    private static final ArchRule STOP_AT_THE_TRANSPORT =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.bellwether.proto..",
                            "io.bellwether.link..",
                            "io.bellwether.device.remote..",
                            "io.bellwether.keydelivery.stream..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.bellwether.proto..", "com.google.protobuf..", "io.grpc..");

    @Test
    @DisplayName("generated types are named only in link, in the remote box and in key streams")
    void wireTypesStop() {
        STOP_AT_THE_TRANSPORT.check(HouseClasses.MAIN);
    }

    @Test
    @DisplayName("self-test: a wire type in a domain record is caught")
    void leakIsCaught() {
        assertThat(
                        STOP_AT_THE_TRANSPORT
                                .evaluate(HouseClasses.planted("wire"))
                                .getFailureReport()
                                .getDetails())
                .anySatisfy(v -> assertThat(v).contains("LeakedWireType").contains("Envelope"));
    }
}
