package io.flowledger.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.wire.template.FieldSpecifier;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

final class ElementRegistryTest {
    private static final String HEADER = "enterprise,id,name,type,semantics,units\n";

    private final ElementRegistry registry = ElementRegistry.standard();

    @Test
    void ianasElementsHaveNameTypeSemanticsAndUnits() {
        assertThat(registry.find(0, 1))
                .isEqualTo(new InformationElement(
                        0, 1, "octetDeltaCount", AbstractDataType.UNSIGNED64, Semantics.DELTA_COUNTER, Units.OCTETS));
        assertThat(registry.find(0, 8))
                .isEqualTo(new InformationElement(
                        0, 8, "sourceIPv4Address", AbstractDataType.IPV4_ADDRESS, Semantics.DEFAULT, Units.NONE));
        assertThat(registry.find(0, 152))
                .isEqualTo(new InformationElement(
                        0,
                        152,
                        "flowStartMilliseconds",
                        AbstractDataType.DATE_TIME_MILLISECONDS,
                        Semantics.DEFAULT,
                        Units.MILLISECONDS));
        assertThat(registry.find(0, 207)).extracting(InformationElement::units).isEqualTo(Units.FOUR_OCTET_WORDS);
    }

    @Test
    void vendorsElementsAreFoundByEnterprise() {
        assertName(9, 12235, "appHTTPHost");
        assertName(6876, 880, "tenantProtocol");
        assertName(3054, 110, "ixiaL7AppId");
        assertName(637, 91, "aluInsideServiceId");
        assertName(2011, 1, "ingressGponGemPortId");
        assertName(5951, 128, "roundTripTime");
        assertName(6871, 14, "initialTCPFlags");
        assertName(2636, 157, "juniperHttpHost");
        assertName(35632, 118, "ntopL7Proto");
        assertName(56506, 101, "sourcePodName");
        assertName(6876, 893, "tunnelSourceIPv4Address");
    }

    @Test
    void netflow9FieldTypesPastIanasRangeAreNumbersWithoutEnterprise() {
        assertName(0, 40000, "userName");
        assertName(0, 33002, "firewallEventExtended");
        assertName(0, 56701, "paloAltoAppId");
        assertName(0, 56702, "paloAltoUserId");
        assertName(0, 57590, "ntopL7Proto");
    }

    @Test
    void reverseElementsAreDerivedFromIanas() {
        InformationElement reverse = registry.find(29305, 1);
        assertThat(reverse)
                .isEqualTo(new InformationElement(
                        29305,
                        1,
                        "reverseOctetDeltaCount",
                        AbstractDataType.UNSIGNED64,
                        Semantics.DELTA_COUNTER,
                        Units.OCTETS));
        assertThat(registry.byName("reverseOctetDeltaCount")).isEqualTo(reverse);
        assertThat(registry.find(29305, 32000)).isNull();
        assertThat(registry.find(29305, 40000)).isNull();
        assertThat(registry.byName("reverse")).isNull();
        assertThat(registry.byName("reverseNothing")).isNull();
    }

    @Test
    void scopeTypesOfNetflow9HaveNames() {
        assertName(FieldSpecifier.NETFLOW9_SCOPE, 1, "scopeSystem");
        assertName(FieldSpecifier.NETFLOW9_SCOPE, 5, "scopeTemplate");
        assertThat(registry.find(FieldSpecifier.NETFLOW9_SCOPE, 6)).isNull();
        assertThat(registry.element(FieldSpecifier.NETFLOW9_SCOPE, 6).name()).isEqualTo("scope6");
    }

    @Test
    void anUnknownElementHasItsNumbersAsName() {
        assertThat(registry.find(99999, 7)).isNull();
        InformationElement unknown = registry.element(99999, 7);
        assertThat(unknown.name()).isEqualTo("e99999id7");
        assertThat(unknown.type()).isEqualTo(AbstractDataType.OCTET_ARRAY);
        assertThat(registry.element(99999, 7)).isSameAs(unknown);
        assertThat(registry.find(99999, 7)).isNull();
    }

    @Test
    void aNameThatIanaAndAVendorShareIsIanas() {
        assertThat(registry.byName("userName"))
                .extracting(InformationElement::enterpriseNumber, InformationElement::elementId)
                .containsExactly(0L, 371);
        assertThat(registry.byName("noSuchElement")).isNull();
    }

    @Test
    void aUsersFileAddsAndOverrides() {
        String csv = HEADER + "# ours\n99999,7,ourThing,unsigned32,identifier,packets\n\n9,12235,ourHost,string,,\n";
        ElementRegistry more = registry.with(new StringReader(csv), "ours.csv");
        assertThat(more.find(99999, 7))
                .isEqualTo(new InformationElement(
                        99999, 7, "ourThing", AbstractDataType.UNSIGNED32, Semantics.IDENTIFIER, Units.PACKETS));
        assertThat(more.element(9, 12235).name()).isEqualTo("ourHost");
        assertThat(more.byName("ourHost")).isNotNull();
        assertThat(more.size()).isEqualTo(registry.size() + 1);
        assertName(9, 12235, "appHTTPHost");
    }

    @Test
    void aBadLineIsToldWithFileLineColumnAndWhatIsExpected() {
        assertRefused("1,2,x,unsigned33,,", "ours.csv, line 2, column type: 'unsigned33'; expected a type of RFC 7012");
        assertRefused("1,70000,x,string,,", "line 2, column id: '70000'; expected a number from 0 to 65535");
        assertRefused("-1,7,x,string,,", "column enterprise: '-1'; expected a number from 0 to 4294967295");
        assertRefused("1,x,x,string,,", "column id: 'x'; expected a number");
        assertRefused("1,2,two words,string,,", "column name: 'two words'");
        assertRefused("1,2,x,string,sometimes,", "column semantics: 'sometimes'");
        assertRefused("1,2,x,string,,furlongs", "column units: 'furlongs'");
        assertRefused("1,2,x,string", "column count of columns: '4'; expected 6");
        assertRefused("1,2,x,string,,\n1,3,x,string,,", "line 3, column name: 'x'; expected a name that line 2");
    }

    @Test
    void aFileWithoutTheHeaderIsRefused() {
        assertThatThrownBy(() -> registry.with(new StringReader("1,2,x,string,,\n"), "ours.csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ours.csv, line 1, column header");
    }

    @Test
    void theNumbersOfRfc5610LeadToTypesAndSemantics() {
        assertThat(AbstractDataType.ofNumber(0)).isEqualTo(AbstractDataType.OCTET_ARRAY);
        assertThat(AbstractDataType.ofNumber(13)).isEqualTo(AbstractDataType.STRING);
        assertThat(AbstractDataType.ofNumber(19)).isEqualTo(AbstractDataType.IPV6_ADDRESS);
        assertThat(AbstractDataType.ofNumber(22)).isEqualTo(AbstractDataType.SUB_TEMPLATE_MULTI_LIST);
        assertThat(AbstractDataType.ofNumber(24)).isNull();
        assertThat(Semantics.ofNumber(3)).isEqualTo(Semantics.DELTA_COUNTER);
        assertThat(Semantics.ofNumber(9)).isNull();
        assertThat(Units.ofNumber(2)).isEqualTo(Units.OCTETS);
        assertThat(Units.ofNumber(16)).isNull();
    }

    private void assertName(long enterprise, int id, String name) {
        assertThat(registry.element(enterprise, id).name()).isEqualTo(name);
    }

    private void assertRefused(String lines, String message) {
        assertThatThrownBy(() -> registry.with(new StringReader(HEADER + lines + "\n"), "ours.csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
